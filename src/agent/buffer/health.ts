// Health: whether points come to be on the disk, and whether the store answers at all.

import type { Log } from '../../buffer/log.ts';
import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Sampler } from '../sampler.ts';

export interface Health {
  /** True while commits go well (also with nothing to commit, and offline), or why not in a sentence. */
  healthy(): true | string;
  /**
   * Whether commits come to an end, well or not: the service manager's question. A store that fails is
   * not made well by a restart, which would cost the points that wait in memory; one that hangs may be.
   */
  answering(): boolean;
}

export interface HealthDeps {
  readonly clock: Clock;
  readonly log: Pick<Log, 'stats'>;
  readonly sampler: Pick<Sampler, 'progressMonoMs' | 'triedMonoMs'>;
}

/** @param windowMs how far apart commits are meant to be; limits.progressMs later patience ends */
export function createHealth({ clock, log, sampler }: HealthDeps, windowMs: number): Health {
  const patienceMs = limits.progressMs + windowMs;
  const since = (monoMs: number): number => clock.monoMs() - monoMs;
  return {
    healthy() {
      const ageMs = since(sampler.progressMonoMs);
      if (ageMs <= patienceMs) return true;
      const { failure } = log.stats();
      const why = failure ? ` (${failure.kind}: ${failure.detail})` : '';
      return `the store has taken nothing for ${Math.round(ageMs / 1000)} s${why}`;
    },
    answering: () => since(sampler.triedMonoMs) <= patienceMs,
  };
}
