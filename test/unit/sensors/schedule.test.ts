// Schedules: a grid of monotonic time for `every`, the wall clock for `cron`.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { createSchedule, type ScheduleSettings } from '../../../src/sensors/schedule.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeCron } from '../../fakes/cron.ts';

function scheduled(settings: ScheduleSettings, work: () => void | Promise<void> = () => {}) {
  const clock = createFakeClock({ wallMs: Date.UTC(2026, 0, 1, 11, 59, 30) });
  const ticks: number[] = [];
  const schedule = createSchedule({ clock, cron: createFakeCron(clock) }, settings, (monoMs) => {
    ticks.push(monoMs);
    return work();
  });
  return { clock, schedule, ticks };
}

describe('every', () => {
  test('ticks at once and then on the grid of its start', async () => {
    const { clock, schedule, ticks } = scheduled({ every: 250 });
    await clock.advance(40);
    await schedule.start();
    await clock.advance(1_000);
    assert.deepEqual(ticks, [40, 290, 540, 790, 1040]);
  });

  test('does not drift, however long it runs', async () => {
    const { clock, schedule, ticks } = scheduled({ every: 333 });
    await schedule.start();
    await clock.advance(333 * 1_000);
    assert.equal(ticks.length, 1_001);
    assert.equal(ticks.at(-1), 333 * 1_000);
  });

  test('skips what falls due while a tick is still under way, and never makes up for it', async () => {
    let finish = () => {};
    const slow = () => new Promise<void>((resolve) => (finish = resolve));
    const { clock, schedule, ticks } = scheduled({ every: 100 }, slow);
    await schedule.start();
    await clock.advance(350);
    assert.deepEqual(ticks, [0]);
    finish();
    await clock.advance(100);
    assert.deepEqual(ticks, [0, 400]);
  });

  test('a step of the wall clock changes nothing', async () => {
    const { clock, schedule, ticks } = scheduled({ every: 1_000 });
    await schedule.start();
    for (const step of [1e12, -2e12, 0]) {
      clock.stepWall(step);
      await clock.advance(1_000);
    }
    assert.deepEqual(ticks, [0, 1_000, 2_000, 3_000]);
  });

  test('a timer that fires early makes no second tick', async () => {
    const { clock, schedule, ticks } = scheduled({ every: 100 });
    const exact = clock.after;
    const early: typeof clock.after = (ms, fn) => exact(Math.max(0, ms - 1), fn);
    const rushed = createSchedule(
      { clock: { ...clock, monoMs: clock.monoMs, after: early }, cron: createFakeCron(clock) },
      { every: 100 },
      (monoMs) => void ticks.push(monoMs),
    );
    await rushed.start();
    await clock.advance(350);
    assert.deepEqual(ticks, [0, 99, 199, 299]);
    await schedule.stop();
  });

  test('stop ends it, after the tick under way', async () => {
    let finish = () => {};
    let finished = false;
    const { clock, schedule, ticks } = scheduled({ every: 100 }, async () => {
      await new Promise<void>((resolve) => (finish = resolve));
      finished = true;
    });
    await schedule.start();
    await clock.advance(0);
    const stopping = schedule.stop().then(() => assert.ok(finished));
    finish();
    await stopping;
    await clock.advance(1_000);
    assert.deepEqual(ticks, [0]);
    assert.equal(clock.waiting, 0);
  });
});

describe('cron', () => {
  test('ticks at the times of the wall clock that it names', async () => {
    const { clock, schedule, ticks } = scheduled({ cron: '*/15 0 12 * * *' });
    await schedule.start();
    await clock.advance(120_000);
    assert.deepEqual(ticks, [30_000, 45_000, 60_000, 75_000]);
    await schedule.stop();
    assert.equal(clock.waiting, 0);
  });

  test('an expression that is none is a failure, not a schedule', async () => {
    const started = await scheduled({ cron: '99 * * * *' }).schedule.start();
    assert.equal(!started.ok && started.failure.kind, 'invalid');
    assert.match((!started.ok && started.failure.detail) || '', /99/);
  });

  test('stop while the job is being made leaves none', async () => {
    const { clock, schedule } = scheduled({ cron: '* * * * * *' });
    const starting = schedule.start();
    await schedule.stop();
    await starting;
    assert.equal(clock.waiting, 0);
  });
});
