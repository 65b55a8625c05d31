// Cron on the fake clock: jobs run at the seconds of its wall time that their expression names.

import { validateDetailed } from 'node-cron';
import { failure } from '../../src/core/failure.ts';
import type { Clock, Timer } from '../../src/core/ports/clock.ts';
import type { Cron } from '../../src/core/ports/cron.ts';
import { err, ok } from '../../src/core/result.ts';

/** Fields are read in UTC, and only those that are numbers: no `L`, `W` or `#`. */
export function createFakeCron(clock: Clock): Cron {
  return {
    async schedule(expression, job) {
      const { valid, errors, fields } = validateDetailed(expression);
      if (!valid || !fields) {
        const reasons = errors.map((error) => error.message).join('; ');
        return err(failure('invalid', `"${expression}" is no cron expression: ${reasons}`));
      }
      const names = (date: Date) =>
        fields.second.includes(date.getUTCSeconds()) &&
        fields.minute.includes(date.getUTCMinutes()) &&
        fields.hour.includes(date.getUTCHours()) &&
        fields.dayOfMonth.includes(date.getUTCDate()) &&
        fields.month.includes(date.getUTCMonth() + 1) &&
        fields.dayOfWeek.includes(date.getUTCDay());
      let timer: Timer;
      const arm = () => {
        timer = clock.after(1000 - (clock.wallMs() % 1000), () => {
          arm();
          if (names(new Date(clock.wallMs()))) job();
        });
      };
      arm();
      return ok({ stop: () => timer.cancel() });
    },
  };
}
