// Jobs at times of the wall clock, through the package node-cron, loaded when a job is first scheduled.

import type { Logger } from 'node-cron';
import { failure } from '../core/failure.ts';
import type { Cron } from '../core/ports/cron.ts';
import { err, ok } from '../core/result.ts';

// A slot missed while the process was busy is skipped, and that is no news: as with `every`.
const silent: Logger = { info() {}, warn() {}, error() {}, debug() {} };

export function createCron(): Cron {
  return {
    async schedule(expression, job) {
      const { schedule, validateDetailed } = await import('node-cron');
      const { valid, errors } = validateDetailed(expression);
      if (!valid) {
        const reasons = errors.map((error) => error.message).join('; ');
        return err(failure('invalid', `"${expression}" is no cron expression: ${reasons}`));
      }
      const task = schedule(expression, job, { logger: silent, suppressMissedWarning: true });
      return ok({ stop: () => void task.destroy() });
    },
  };
}
