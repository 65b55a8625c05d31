// Backoff: how long to wait after a failure, so that a fleet does not come back all at once.

import type { Failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Random } from '../../core/ports/random.ts';

/**
 * Full jitter: anything between nothing and twice as much as after the try before, up to
 * limits.backoffMaxMs. The far side's own wish (Retry-After) comes first, and is spread as well.
 *
 * @param failures tries in a row that failed, this one included
 */
export function backoffMs(random: Random, failures: number, failure: Failure): number {
  const doublings = Math.min(failures - 1, 30);
  const ceilingMs = Math.min(limits.backoffMaxMs, limits.backoffFirstMs * 2 ** doublings);
  return (failure.afterMs ?? 0) + random.float() * ceilingMs;
}
