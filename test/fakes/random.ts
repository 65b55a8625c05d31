// Chance from a seed: mulberry32, small and well known, so that a test can be played again.

import type { Random } from '../../src/core/ports/random.ts';

/** The same seed (an integer) gives the same numbers on every machine. Not for keys. */
export function createSeededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next32 = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
  return {
    float: () => next32() / 2 ** 32,
    bytes: (count) => Uint8Array.from({ length: count }, () => next32() >>> 24),
  };
}
