// The same cases on the machine's chance and on the seeded one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Random } from '../../src/core/ports/random.ts';
import { createRandom } from '../../src/io/random.ts';
import { createSeededRandom } from '../fakes/random.ts';

const subjects: Record<string, () => Random> = {
  seeded: () => createSeededRandom(7),
  real: createRandom,
};

for (const [name, make] of Object.entries(subjects)) {
  describe(`random (${name})`, () => {
    test('floats fill [0, 1) evenly', () => {
      const random = make();
      const tenths = new Array<number>(10).fill(0);
      for (let i = 0; i < 10_000; i++) {
        const x = random.float();
        assert.ok(x >= 0 && x < 1);
        tenths[Math.floor(x * 10)]!++;
      }
      // 200 is more than six standard deviations: a fair source fails once in a billion runs.
      for (const count of tenths) assert.ok(Math.abs(count - 1000) < 200, `${tenths}`);
    });

    test('bytes come in the asked number and are not all the same', () => {
      const random = make();
      assert.equal(random.bytes(0).length, 0);
      const bytes = random.bytes(64);
      assert.equal(bytes.length, 64);
      assert.ok(new Set(bytes).size > 16);
      assert.notDeepEqual(random.bytes(64), bytes);
    });
  });
}

test('one seed gives one sequence, another seed another', () => {
  const draw = (seed: number) => {
    const random = createSeededRandom(seed);
    return [random.float(), random.float(), ...random.bytes(4)];
  };
  assert.deepEqual(draw(1), draw(1));
  assert.notDeepEqual(draw(1), draw(2));
  // The reference sequence of mulberry32 for seed 0.
  assert.equal(createSeededRandom(0).float(), 0.26642920868471265);
});
