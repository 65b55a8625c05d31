// The pacer: how many requests each key may make, so that one device in a loop does not starve the others.

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';

export interface PaceSettings {
  readonly requestsPerSecond: number;
  /** Requests at once after a pause. */
  readonly burst: number;
}

export interface Pacer {
  /** Counts one request of a key: 0 when it may go on, or after how many milliseconds to come back. */
  admit(key: string): number;
  /** Requests that were sent back. */
  readonly refused: number;
}

/**
 * Keeps one number for each key: the time at which its allowance is full again. In memory only: what is
 * forgotten is a little patience.
 */
export function createPacer(clock: Clock, { requestsPerSecond, burst }: PaceSettings): Pacer {
  const stepMs = 1000 / requestsPerSecond;
  const slackMs = stepMs * Math.max(0, burst - 1);
  const fullAtMs = new Map<string, number>();
  let refused = 0;
  return {
    get refused() {
      return refused;
    },
    admit(key) {
      const nowMs = clock.monoMs();
      const at = Math.max(nowMs, fullAtMs.get(key) ?? 0);
      const early = at - slackMs - nowMs;
      if (early > 0) {
        refused += 1;
        return early;
      }
      // Deleted first: the map stays in the order of use, and the key used longest ago goes first.
      fullAtMs.delete(key);
      fullAtMs.set(key, at + stepMs);
      for (const oldest of fullAtMs.keys()) {
        if (fullAtMs.size <= limits.pacedKeys) break;
        fullAtMs.delete(oldest);
      }
      return 0;
    },
  };
}
