// Pace: the pauses between tries in a row that fail.

import type { Failure } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Random } from '../../core/ports/random.ts';
import { backoffMs } from './backoff.ts';
import type { Bell } from './bell.ts';

export interface Pace {
  /** Sits out the pause that this failure asks for; only an alarm ends it earlier. */
  rest(reason: Failure): Promise<void>;
  /** A try went well, or is to be taken for the first. */
  reset(): void;
  /** Tries in a row that failed. */
  readonly failures: number;
  /** Until the next try, while resting. */
  readonly retryInMs: number | undefined;
}

export function createPace(deps: {
  readonly clock: Clock;
  readonly random: Random;
  readonly bell: Bell;
}): Pace {
  const { clock, random, bell } = deps;
  let failures = 0;
  let retryMonoMs: number | undefined;

  return {
    async rest(reason) {
      failures += 1;
      const restMs = backoffMs(random, failures, reason);
      retryMonoMs = clock.monoMs() + restMs;
      await bell.rest(restMs);
      retryMonoMs = undefined;
    },
    reset() {
      failures = 0;
    },
    get failures() {
      return failures;
    },
    get retryInMs() {
      return retryMonoMs === undefined ? undefined : Math.max(0, retryMonoMs - clock.monoMs());
    },
  };
}
