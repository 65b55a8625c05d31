// The work: ten channels that are read once a second, with values of two decimals that wander.

import type { Column } from '../../src/core/point.ts';

export const channels: readonly string[] = Array.from({ length: 10 }, (_, i) => `channel-${i}`);

/** Points of one segment: a hundred seconds of the ten channels. */
export const segmentPoints = 1_000;
const secondsPerSegment = segmentPoints / channels.length;

/** All in the past, so that no platform finds them in its future. Unix time. */
export const firstSecond = 1_600_000_000;

export interface Work {
  /** The columns of the next hundred seconds. */
  next(): readonly Column[];
}

/** The same points in every run. */
export function createWork(): Work {
  const chance = createChance(1);
  const levels = channels.map((_, i) => 2_000 + 100 * i);
  const seconds = channels.map(() => firstSecond);
  return {
    next: () =>
      channels.map((channel, i) => {
        const column = { channel, seconds: [] as number[], values: [] as number[] };
        for (let n = 0; n < secondsPerSegment; n += 1) {
          // The jitter of a sensor's own clock now and then skips a second.
          seconds[i] = (seconds[i] ?? 0) + (chance() < 0.02 ? 2 : 1);
          levels[i] = (levels[i] ?? 0) + Math.round((chance() - 0.5) * 100);
          column.seconds.push(seconds[i] ?? 0);
          column.values.push((levels[i] ?? 0) / 100);
        }
        return column;
      }),
  };
}

export const takeSegments = (count: number): readonly (readonly Column[])[] => {
  const work = createWork();
  return Array.from({ length: count }, () => work.next());
};

/** A linear congruential generator (Numerical Recipes): good enough for noise, and the same everywhere. */
export function createChance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
