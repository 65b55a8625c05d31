// Cron: jobs at times of the wall clock.

import type { Result } from '../result.ts';

export interface CronJob {
  stop(): void;
}

/** Expressions have five fields, or six with seconds first. Failure: `invalid`, with the reason. */
export interface Cron {
  schedule(expression: string, job: () => void): Result<CronJob>;
}
