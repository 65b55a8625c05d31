// Segments: what is written is read, and anything else is undefined.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { dealColumns } from '../../../src/buffer/format/columns.ts';
import { seal, sealBytes } from '../../../src/buffer/format/seal.ts';
import { decodeSegment, encodeSegment } from '../../../src/buffer/format/segment.ts';
import { limits } from '../../../src/core/limits.ts';
import { column } from './bench.ts';

const columns = [column('a', 100, 30), column('weiß/2', 5, 1), column('a', 0, 3)];

test('a segment describes itself: seqs, epoch, channels and points', () => {
  const value = encodeSegment(1_000, 7, columns);
  const segment = decodeSegment(1_000, value);
  assert.deepEqual(
    segment?.runs.map(({ channel, epoch, firstSeq }) => ({ channel, epoch, firstSeq })),
    [
      { channel: 'a', epoch: 7, firstSeq: 1_000 },
      { channel: 'weiß/2', epoch: 7, firstSeq: 1_030 },
      { channel: 'a', epoch: 7, firstSeq: 1_031 },
    ],
  );
  assert.deepEqual(
    segment?.runs.map(({ seconds }) => seconds),
    columns.map((c) => c.seconds),
  );
  assert.equal(segment?.end, 1_034);
  assert.equal(decodeSegment(1_001, value), undefined);
});

test('every changed bit and every cut is noticed', () => {
  const value = encodeSegment(1_000, 7, columns);
  for (let bit = 0; bit < value.length * 8; bit++) {
    const changed = value.slice();
    changed[bit >> 3] = changed[bit >> 3]! ^ (1 << (bit & 7));
    assert.equal(decodeSegment(1_000, changed), undefined, `bit ${bit}`);
  }
  for (let length = 0; length < value.length; length++)
    assert.equal(decodeSegment(1_000, value.slice(0, length)), undefined);
});

test('garbage under a good seal never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const value = new Uint8Array(sealBytes + bytes.length);
      value.set(bytes, sealBytes);
      const segment = decodeSegment(bytes[0] ?? 0, seal(value));
      if (segment) assert.ok(segment.end > segment.first);
    }),
    { numRuns: 20_000 },
  );
});

test('dealing out keeps every point in order, within the limits of a segment', () => {
  const lengths = fc.array(fc.integer({ min: 0, max: 2_500 }), { maxLength: 6 });
  fc.assert(
    fc.property(lengths, (counts) => {
      const given = counts.map((count, i) => column(`c${i}`, 0, count));
      const dealt = dealColumns(given);
      const points = (group: typeof given) => group.reduce((sum, c) => sum + c.seconds.length, 0);
      for (const [i, group] of dealt.entries()) {
        assert.ok(points(group) > 0);
        if (i < dealt.length - 1) assert.equal(points(group), limits.segmentPoints);
      }
      const names = (all: typeof given) =>
        all.flatMap((c) => c.seconds.map((second) => `${c.channel}@${second}`));
      assert.deepEqual(names(dealt.flat()), names(given));
    }),
    { numRuns: 50 },
  );
});

test('a thousand points of ten channels with two decimals take at most 1.5 bytes each', () => {
  const seconds = Array.from({ length: 100 }, (_, i) => 1_767_225_600 + i);
  const noise = (i: number) => (((i * 7919) % 211) - 105) / 100;
  const ten = Array.from({ length: 10 }, (_, c) => ({
    channel: `channel-${c}`,
    seconds,
    values: seconds.map((_, i) => Number((20 + Math.sin(i / 9 + c) + noise(i + c)).toFixed(2))),
  }));
  const { length } = encodeSegment(1e9, 3, ten);
  assert.ok(length <= 1_500, `${length}`);
});
