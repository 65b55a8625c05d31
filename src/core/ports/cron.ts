// Cron: jobs at times of the wall clock.

import type { Result } from '../result.ts';

export interface CronJob {
  stop(): void;
}

/**
 * Contract. Expressions have five fields, or six with seconds first. Failure: `invalid`, with the
 * reason. A job must not throw. `schedule` resolves later only because its library is loaded at first
 * use; after `stop` the job does not run again.
 */
export interface Cron {
  schedule(expression: string, job: () => void): Promise<Result<CronJob>>;
}
