// Fold against a plain list of all readings, and each of its policies by example.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createFold, type FoldPolicy, foldPolicies } from '../../../src/core/fold.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Column, Value } from '../../../src/core/point.ts';

const foldOf = (policy: FoldPolicy, mark?: number) =>
  createFold({ policy: () => policy, mark: () => mark });

const pairs = (columns: readonly Column[]) =>
  columns.flatMap((c) => c.seconds.map((second, i) => [second, c.values[i]] as const));

/** What three readings of second 10, in this order, become. */
const folded = (policy: FoldPolicy, values: readonly Value[]) => {
  const fold = foldOf(policy);
  for (const value of values) fold.add('t', 10, value);
  return pairs(fold.flush());
};

test('each policy makes one value of a second as its name says', () => {
  assert.deepEqual(folded('last', [3, 1, 2]), [[10, 2]]);
  assert.deepEqual(folded('first', [3, 1, 2]), [[10, 3]]);
  assert.deepEqual(folded('min', [3, 1, 2]), [[10, 1]]);
  assert.deepEqual(folded('max', [1, 3, 2]), [[10, 3]]);
  assert.deepEqual(folded('mean', [3, 1, 2]), [[10, 2]]);
  assert.deepEqual(folded('spill', [3, 1, 2]), [
    [10, 3],
    [11, 1],
    [12, 2],
  ]);
});

test('values that are no numbers are kept as the last under mean, min and max', () => {
  for (const policy of ['mean', 'min', 'max'] as const) {
    assert.deepEqual(folded(policy, ['on', 'off']), [[10, 'off']]);
    assert.deepEqual(folded(policy, [5, true]), [[10, true]]);
    assert.deepEqual(folded(policy, [true, 5, 4]), [[10, 4]]);
  }
});

test('the mean of equal readings is exactly their value, and huge readings do not overflow', () => {
  assert.deepEqual(folded('mean', [0.1, 0.1, 0.1]), [[10, 0.1]]);
  const [[, huge]] = folded('mean', [Number.MAX_VALUE, -Number.MAX_VALUE]) as [[number, number]];
  assert.ok(Number.isFinite(huge));
});

test('close hands out the seconds below its argument and keeps the running one', () => {
  const fold = foldOf('last');
  fold.add('a', 10, 1);
  fold.add('b', 10, 2);
  fold.add('a', 11, 3);
  assert.deepEqual(fold.close(11), [
    { channel: 'a', seconds: [10], values: [1] },
    { channel: 'b', seconds: [10], values: [2] },
  ]);
  assert.deepEqual(fold.close(11), []);
  assert.deepEqual(fold.close(12), [{ channel: 'a', seconds: [11], values: [3] }]);
});

test('a reading at or below the mark of an earlier process is a collision', () => {
  const fold = foldOf('last', 20);
  for (const second of [19, 20, 21]) fold.add('a', second, second);
  assert.deepEqual(pairs(fold.flush()), [[21, 21]]);
  assert.equal(fold.counts().collisions, 2);
});

test('a late reading of a second that nobody had is a point', () => {
  const fold = foldOf('last');
  fold.add('a', 10, 1);
  assert.deepEqual(pairs(fold.close(14)), [[10, 1]]);
  fold.add('a', 12, 2);
  fold.add('a', 10, 3);
  assert.deepEqual(pairs(fold.flush()), [[12, 2]]);
  assert.equal(fold.counts().collisions, 1);
});

test('spill hands out at once what it has placed ahead, and goes on above its mark', () => {
  const fold = foldOf('spill', 10);
  fold.add('a', 10, 'x');
  fold.add('a', 10, 'y');
  assert.deepEqual(pairs(fold.close(10)), [
    [11, 'x'],
    [12, 'y'],
  ]);
  fold.add('a', 11, 'z');
  assert.deepEqual(pairs(fold.flush()), [[13, 'z']]);
});

test('spill runs at most its limit ahead and counts the rest', () => {
  const fold = foldOf('spill');
  const readings = limits.spillSeconds + 11;
  for (let i = 0; i < readings; i += 1) fold.add('a', 100, i);
  const points = pairs(fold.flush());
  assert.equal(points.at(-1)?.[0], 100 + limits.spillSeconds);
  assert.equal(points.length, limits.spillSeconds + 1);
  assert.equal(fold.counts().collisions, 10);
});

test('counts name the channel of folded readings and start again from zero', () => {
  const fold = foldOf('last');
  for (const value of [1, 2, 3]) fold.add('a', 10, value);
  fold.add('b', 10, 1);
  assert.deepEqual([...fold.counts().folded], [['a', 2]]);
  assert.equal(fold.counts().folded.size, 0);
});

test('channels beyond the limit are refused and counted', () => {
  const fold = foldOf('last');
  for (let i = 0; i < limits.channels + 3; i += 1) fold.add(`c${i}`, 10, i);
  assert.equal(fold.flush().length, limits.channels);
  assert.equal(fold.counts().refused, 3);
});

type Step = { add: [channel: string, second: number, value: Value] } | { close: number };

const value = fc.oneof(fc.integer({ min: -9, max: 9 }), fc.constantFrom<Value>('on', true));
const step: fc.Arbitrary<Step> = fc
  .oneof(
    { weight: 5, arbitrary: fc.tuple(fc.constantFrom('a', 'b'), fc.nat(12), value) },
    { weight: 1, arbitrary: fc.nat(13) },
  )
  .map((s) => (typeof s === 'number' ? { close: s } : { add: s }));

/** Keeps every reading of a second in a list and makes the value of it at the end. */
function naive(policy: Exclude<FoldPolicy, 'spill'>, values: readonly Value[]): Value {
  const numbers = values.filter((v) => typeof v === 'number');
  if (policy === 'first') return values[0]!;
  if (policy === 'last' || numbers.length < values.length) return values.at(-1)!;
  if (policy === 'min') return Math.min(...numbers);
  if (policy === 'max') return Math.max(...numbers);
  return numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

/** The points that a plain list of all readings would give, by channel and second. */
function model(policy: Exclude<FoldPolicy, 'spill'>, steps: readonly Step[]) {
  const open = new Map<string, Value[]>();
  const points = new Map<string, Value>();
  const marks: Record<string, number> = { a: 2, b: 2 };
  let collisions = 0;
  const closeAll = (before: number) => {
    for (const [key, values] of [...open].sort()) {
      const [channel, second] = [key.slice(0, 1), Number(key.slice(1))];
      if (second >= before) continue;
      points.set(key, naive(policy, values));
      marks[channel] = Math.max(marks[channel]!, second);
      open.delete(key);
    }
  };
  for (const s of steps) {
    if ('close' in s) {
      closeAll(s.close);
      continue;
    }
    const [channel, second, v] = s.add;
    const key = `${channel}${second}`;
    if (second <= marks[channel]!) collisions += 1;
    else open.set(key, [...(open.get(key) ?? []), v]);
  }
  closeAll(Number.POSITIVE_INFINITY);
  return { points, collisions };
}

/** Runs the steps on the real fold; its marks start at second 2. */
function run(policy: FoldPolicy, steps: readonly Step[]) {
  const fold = foldOf(policy, 2);
  const columns: Column[] = [];
  for (const s of steps) {
    if ('add' in s) fold.add(...s.add);
    else columns.push(...fold.close(s.close));
  }
  columns.push(...fold.flush());
  return { columns, counts: fold.counts() };
}

const near = (a: Value | undefined, b: Value) =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : a === b;

test('for any readings and closes, fold gives what a plain list of all readings would', () => {
  const policies = foldPolicies.filter((p) => p !== 'spill');
  fc.assert(
    fc.property(
      fc.constantFrom(...policies),
      fc.array(step, { maxLength: 60 }),
      (policy, steps) => {
        const expected = model(policy, steps);
        const { columns, counts } = run(policy, steps);
        const got = new Map(
          columns.flatMap((c) =>
            c.seconds.map((s, i) => [`${c.channel}${s}`, c.values[i]!] as const),
          ),
        );
        assert.deepEqual([...got.keys()].sort(), [...expected.points.keys()].sort());
        for (const [key, v] of got) assert.ok(near(expected.points.get(key), v), key);
        assert.equal(counts.collisions, expected.collisions);
      },
    ),
  );
});

test('for any policy, seconds only ascend and every reading is a point, folded or a collision', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...foldPolicies),
      fc.array(step, { maxLength: 120 }),
      (policy, steps) => {
        const { columns, counts } = run(policy, steps);
        for (const channel of ['a', 'b']) {
          const seconds = columns.filter((c) => c.channel === channel).flatMap((c) => c.seconds);
          for (const [i, s] of seconds.entries()) assert.ok(s > (seconds[i - 1] ?? 2));
        }
        const points = columns.reduce((sum, c) => sum + c.seconds.length, 0);
        const merged = [...counts.folded.values()].reduce((sum, n) => sum + n, 0);
        const readings = steps.filter((s) => 'add' in s).length;
        assert.equal(points + merged + counts.collisions, readings);
      },
    ),
  );
});

test('the mean of whole numbers is rounded before it is fixed, and no other policy is', () => {
  const fold = createFold({
    policy: (channel) => (channel === 'mean' ? 'mean' : 'last'),
    whole: (channel) => channel !== 'float',
    mark: () => undefined,
  });
  for (const value of [4, 5]) fold.add('mean', 10, value);
  fold.add('last', 10, 7);
  assert.deepEqual(
    fold.flush().map(({ values }) => values),
    [[5], [7]],
  );
});
