// Chance: one stream of random numbers for each part of a world, all from its one seed.

import type { Random } from '../../../src/core/ports/random.ts';
import { createSeededRandom } from '../../fakes/random.ts';

export interface Chance extends Random {
  /** True with this probability. */
  happens(probability: number): boolean;
  /** Between the two, the upper one excluded. */
  between(low: number, high: number): number;
  /** Whole, between the two, both included. */
  whole(low: number, high: number): number;
  pick<T>(from: readonly T[]): T;
}

/** Parts of different names draw from streams of their own: what one asks for changes no other. */
export function createChance(seed: number, part: string): Chance {
  let mixed = seed;
  for (const letter of part) mixed = (Math.imul(mixed, 31) + letter.charCodeAt(0)) >>> 0;
  const random = createSeededRandom(mixed);
  const between = (low: number, high: number) => low + random.float() * (high - low);
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1));
  return {
    ...random,
    happens: (probability) => random.float() < probability,
    between,
    whole,
    pick: (from) => from[whole(0, from.length - 1)] as (typeof from)[number],
  };
}
