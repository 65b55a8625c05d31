// Rates: how fast points leave, and when the backlog will be gone.

import type { Clock } from '../../core/ports/clock.ts';

export interface Rates {
  delivered(points: number): void;
  readonly lastDeliveryAgeMs: number | undefined;
  /** Points a second over the last minute, or since the start if that is less. */
  perSecond(): number;
  /**
   * Until nothing is pending, as it went since the backlog was longest within the last minute; undefined
   * when it does not shrink, or is none: less than two seconds' worth. What the sources add is in it,
   * since the backlog shrinks by what leaves less what comes.
   */
  drainMs(): number | undefined;
}

/** What happened in one second of the monotonic clock. */
interface Bucket {
  readonly second: number;
  points: number;
  readonly pending: number;
}

const windowSeconds = 60;

/** @param pending how many points wait at this moment */
export function createRates(clock: Clock, pending: () => number): Rates {
  const startMonoMs = clock.monoMs();
  const buckets: Bucket[] = [];
  let lastMonoMs: number | undefined;

  const recent = (): readonly Bucket[] => {
    const oldest = clock.monoMs() / 1000 - windowSeconds;
    while (buckets[0] && buckets[0].second < oldest) buckets.shift();
    return buckets;
  };

  const perSecond = (): number => {
    const points = recent().reduce((sum, bucket) => sum + bucket.points, 0);
    const seconds = Math.min(windowSeconds, (clock.monoMs() - startMonoMs) / 1000);
    return points / Math.max(1, seconds);
  };

  return {
    delivered(points) {
      lastMonoMs = clock.monoMs();
      const second = Math.floor(lastMonoMs / 1000);
      const last = recent().at(-1);
      if (last?.second === second) last.points += points;
      else buckets.push({ second, points, pending: pending() + points });
    },
    get lastDeliveryAgeMs() {
      return lastMonoMs === undefined ? undefined : clock.monoMs() - lastMonoMs;
    },
    perSecond,
    drainMs() {
      const now = pending();
      const peak = recent().reduce<Bucket | undefined>(
        (most, bucket) => (most && most.pending >= bucket.pending ? most : bucket),
        undefined,
      );
      if (peak === undefined || now <= 2 * perSecond()) return undefined;
      const spanMs = clock.monoMs() - peak.second * 1000;
      return peak.pending > now ? (now / (peak.pending - now)) * spanMs : undefined;
    },
  };
}
