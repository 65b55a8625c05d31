// The same cases on node-cron and on the fake: jobs run at seconds of the wall clock.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Cron } from '../../src/core/ports/cron.ts';
import { createCron } from '../../src/io/cron.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeCron } from '../fakes/cron.ts';

interface Subject {
  readonly cron: Cron;
  readonly wallMs: () => number;
  readonly pass: (ms: number) => Promise<void>;
}

const subjects: Record<string, () => Subject> = {
  fake: () => {
    const clock = createFakeClock({ wallMs: Date.UTC(2026, 0, 1) + 300 });
    return { cron: createFakeCron(clock), wallMs: clock.wallMs, pass: clock.advance };
  },
  'node-cron': () => ({ cron: createCron(), wallMs: Date.now, pass: async (ms) => sleep(ms) }),
};

for (const [name, make] of Object.entries(subjects)) {
  // Real seconds take their time: the cases wait side by side.
  describe(`cron (${name})`, { concurrency: true }, () => {
    test('six fields begin with seconds; a job runs as its second begins, until stopped', async () => {
      const { cron, wallMs, pass } = make();
      const runs: number[] = [];
      const job = await cron.schedule('* * * * * *', () => runs.push(wallMs()));
      assert.ok(job.ok);
      while (runs.length < 2) await pass(20);
      job.value.stop();
      const [first = 0, second = 0] = runs;
      assert.equal(Math.floor(second / 1000) - Math.floor(first / 1000), 1);
      assert.ok(first % 1000 < 500, `${first}`);
      await pass(1_100);
      assert.equal(runs.length, 2);
    });

    test('a job whose time does not come does not run', async () => {
      const { cron, wallMs, pass } = make();
      const farSecond = (new Date(wallMs()).getUTCSeconds() + 30) % 60;
      const job = await cron.schedule(`${farSecond} * * * * *`, () => assert.fail('ran'));
      assert.ok(job.ok);
      await pass(1_100);
      job.value.stop();
    });

    test('five fields begin with minutes', async () => {
      const job = await make().cron.schedule('*/5 0-6 * * mon', () => assert.fail('ran'));
      assert.ok(job.ok);
      job.value.stop();
    });

    test('what is no expression is invalid, and the reason names the field', async () => {
      const refused = async (expression: string) => {
        const job = await make().cron.schedule(expression, () => assert.fail('ran'));
        assert.ok(!job.ok, expression);
        assert.equal(job.failure.kind, 'invalid');
        return job.failure.detail;
      };
      assert.match(await refused('99 * * * *'), /"99 \* \* \* \*".* 99 .*minute/);
      assert.match(await refused('* * *'), /5 or 6 fields/);
      await refused('');
      await refused('0 0 31 2 *');
      await refused('a b c d e');
    });
  });
}
