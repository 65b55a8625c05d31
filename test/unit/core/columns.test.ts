// Columns: exact round trips, density, and calm in the face of garbage.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeColumn, encodeColumn } from '../../../src/core/codec/columns.ts';
import type { Value } from '../../../src/core/point.ts';

const second = fc.integer({ min: -(2 ** 40), max: 2 ** 40 });
const decimal = fc
  .tuple(fc.integer({ min: -(10 ** 9), max: 10 ** 9 }), fc.integer({ min: 0, max: 6 }))
  .map(([mantissa, scale]) => mantissa / 10 ** scale);
const text = fc.string({ unit: 'binary', maxLength: 20 });
const values: fc.Arbitrary<Value[]> = fc.oneof(
  fc.array(fc.integer({ min: -100, max: 100 })),
  fc.array(fc.maxSafeInteger()),
  fc.array(decimal),
  fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.array(fc.boolean()),
  fc.array(text),
  fc.array(fc.oneof(fc.boolean(), decimal, fc.double(), text)),
);

const roundTrip = (seconds: number[], given: Value[]) => {
  const decoded = decodeColumn(encodeColumn(seconds, given));
  assert.deepEqual(decoded, { seconds, values: given });
};

test('every column comes back exactly, whatever its values are', () => {
  fc.assert(
    fc.property(values, fc.infiniteStream(second), (given, stream) => {
      roundTrip([...stream.take(given.length)], given);
    }),
    { numRuns: 2_000 },
  );
});

test('even and uneven seconds come back exactly', () => {
  const steps = fc.array(fc.tuple(fc.integer({ min: -5, max: 90_000 }), fc.nat(300)), {
    maxLength: 8,
  });
  fc.assert(
    fc.property(second, steps, (start, runs) => {
      const seconds = [start];
      for (const [step, length] of runs)
        for (let i = 0; i < length; i++) seconds.push((seconds.at(-1) as number) + step);
      roundTrip(
        seconds,
        seconds.map(() => 1),
      );
    }),
  );
});

test('the edges of numbers and text come back exactly', () => {
  const edges = [
    0,
    -0,
    5e-324,
    Number.MAX_VALUE,
    Number.MAX_SAFE_INTEGER,
    0.1 + 0.2,
    1e-12,
    2 ** 50,
  ];
  for (const edge of edges) roundTrip([0, 1, 2], [edge, 21.5, -edge]);
  roundTrip([1, 2], ['\ufeffmark', '\ud800 half a pair']);
  roundTrip([1, 2], ['\ufeffmark', '']);
});

test('a spike among small steps costs its own bytes only', () => {
  const seconds = Array.from({ length: 1_000 }, (_, i) => i);
  const calm = seconds.map((i) => (i % 7) / 100);
  const spiked = calm.map((value, i) => (i === 500 ? 1e9 : value));
  assert.ok(encodeColumn(seconds, spiked).length < encodeColumn(seconds, calm).length + 24);
});

test('a hundred points of two decimals and a noise of a degree fit into 140 bytes', () => {
  const seconds = Array.from({ length: 100 }, (_, i) => 1_700_000_000 + i);
  const noise = (i: number) => ((i * 7919) % 200) / 100 - 1;
  const celsius = seconds.map((_, i) => Number((20 + Math.sin(i / 50) + noise(i)).toFixed(2)));
  assert.ok(encodeColumn(seconds, celsius).length <= 140);
});

test('garbage is undefined or a column, and never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      const column = decodeColumn(bytes);
      if (column) assert.equal(column.seconds.length, column.values.length);
    }),
    { numRuns: 20_000 },
  );
});

test('a column with a byte changed, missing or added never throws', () => {
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(255), (given, where, byte) => {
      const bytes = encodeColumn(
        given.map((_, i) => i),
        given,
      );
      const changed = Uint8Array.from(bytes);
      changed[where % bytes.length] = byte;
      decodeColumn(changed);
      assert.equal(decodeColumn(bytes.subarray(0, bytes.length - 1)), undefined);
      assert.equal(decodeColumn(Uint8Array.of(...bytes, byte)), undefined);
    }),
    { numRuns: 2_000 },
  );
});

test('a few bytes that claim a billion points are refused before anything is allocated', () => {
  // Kind 0, count 2^30, second 0, then one run of 2^30 - 1 equal steps.
  const count = [0x80, 0x80, 0x80, 0x80, 0x04];
  const bytes = Uint8Array.of(0, ...count, 0, 0x05, ...count, 0, 0);
  assert.equal(decodeColumn(bytes), undefined);
});
