// Intervals against a plain set of numbers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Intervals,
  intervalAt,
  intervalsFrom,
  nextLongInterval,
  partsOutside,
  totalLength,
  withInterval,
} from '../../../src/buffer/format/intervals.ts';

const size = 60;
const stretch = fc
  .tuple(fc.nat(size - 1), fc.integer({ min: 1, max: 12 }))
  .map(([first, length]) => ({ first, end: Math.min(size, first + length) }));

const seqs = ({ first, end }: { first: number; end: number }) =>
  Array.from({ length: end - first }, (_, i) => first + i);

test('intervals are a set of seqs in as few stretches as there can be', () => {
  fc.assert(
    fc.property(fc.array(stretch), stretch, fc.nat(size), (added, asked, cut) => {
      let intervals: Intervals = [];
      const set = new Set<number>();
      for (const { first, end } of added) {
        intervals = withInterval(intervals, first, end);
        for (const seq of seqs({ first, end })) set.add(seq);
      }
      assert.deepEqual(
        intervals.flatMap(seqs),
        [...set].sort((a, b) => a - b),
      );
      for (let i = 1; i < intervals.length; i++)
        assert.ok(intervals[i - 1]!.end < intervals[i]!.first);
      assert.equal(totalLength(intervals), set.size);
      for (let seq = 0; seq < size; seq++)
        assert.equal(intervalAt(intervals, seq) !== undefined, set.has(seq));
      const outside = partsOutside(intervals, asked.first, asked.end).flatMap(seqs);
      assert.deepEqual(
        outside,
        seqs(asked).filter((seq) => !set.has(seq)),
      );
      const rest = intervalsFrom(intervals, cut).flatMap(seqs);
      assert.deepEqual(
        rest,
        [...set].filter((seq) => seq >= cut).sort((a, b) => a - b),
      );
      const long = intervals.find(({ first, end }) => end > cut && end - first >= 5);
      assert.equal(nextLongInterval(intervals, cut, 5), long?.first);
    }),
    { numRuns: 2_000 },
  );
});

test('nothing lies outside of an empty stretch', () => {
  assert.deepEqual(partsOutside([], 5, 5), []);
  assert.deepEqual(partsOutside([{ first: 0, end: 9 }], 7, 3), []);
});
