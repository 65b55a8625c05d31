// The machine's chance: node:crypto.

import { randomBytes, randomInt } from 'node:crypto';
import type { Random } from '../core/ports/random.ts';

/** randomInt's widest range, so that a float has 47 random bits. */
const range = 2 ** 47;

export function createRandom(): Random {
  return {
    float: () => randomInt(range) / range,
    bytes: (count) => new Uint8Array(randomBytes(count)),
  };
}
