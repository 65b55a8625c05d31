// Schedule: when a source reads. `every:` runs on monotonic time, `cron:` on the wall clock.

import * as z from 'zod';
import type { Clock, Timer } from '../core/ports/clock.ts';
import type { Cron, CronJob } from '../core/ports/cron.ts';
import { done, ok, type Result } from '../core/result.ts';
import { durationField } from './fields.ts';

export const scheduleFields = {
  every: durationField({ min: 10 })
    .optional()
    .describe(
      'Read again after this long, such as 500ms, 10s or 5m; 1s if neither this nor cron is given.',
    ),
  cron: z
    .string()
    .regex(
      /^\s*\S+(\s+\S+){4,5}\s*$/,
      'a cron expression has five fields, or six with seconds first',
    )
    .optional()
    .describe('Read at these times of the wall clock: five fields, or six with seconds first.'),
};

export interface ScheduleSettings {
  /** Milliseconds. */
  readonly every?: number | undefined;
  readonly cron?: string | undefined;
}

/** A source has one schedule, not two. */
export const checkSchedule = (context: z.core.ParsePayload<ScheduleSettings>): void => {
  if (context.value.every === undefined || context.value.cron === undefined) return;
  const message = 'give either every or cron';
  context.issues.push({ code: 'custom', path: ['cron'], message, input: context.value.cron });
};

export interface Schedule {
  /** Failure: `invalid`, when the cron expression is none. */
  start(): Promise<Result<void>>;
  /** No tick begins after the call; resolves when the one under way has ended. */
  stop(): Promise<void>;
}

const defaultEveryMs = 1000;

/**
 * Calls `tick` with the monotonic time, in milliseconds. `every` keeps to the grid of its start, at
 * which it first ticks, so that it neither drifts nor piles up: a tick that falls due while an
 * earlier one is still under way, or while the process was busy, is skipped and never made up for.
 */
export function createSchedule(
  deps: { readonly clock: Clock; readonly cron: Cron },
  settings: ScheduleSettings,
  tick: (monoMs: number) => void | Promise<void>,
): Schedule {
  let underWay: Promise<void> | undefined;
  let running: CronJob | undefined;
  let stopped = false;

  const run = () => {
    if (underWay) return;
    const ticking = tick(deps.clock.monoMs());
    if (ticking) underWay = ticking.finally(() => (underWay = undefined));
  };

  return {
    async start() {
      const started = await startJob(deps, settings, run);
      if (!started.ok) return started;
      running = started.value;
      if (stopped) running.stop();
      return done;
    },
    async stop() {
      stopped = true;
      running?.stop();
      await underWay;
    },
  };
}

const startJob = async (
  deps: { readonly clock: Clock; readonly cron: Cron },
  { every = defaultEveryMs, cron }: ScheduleSettings,
  run: () => void,
): Promise<Result<CronJob>> =>
  cron === undefined ? ok(startGrid(deps.clock, every, run)) : deps.cron.schedule(cron, run);

function startGrid(clock: Clock, everyMs: number, run: () => void): CronJob {
  let dueMs = clock.monoMs();
  let timer: Timer;
  const fire = () => {
    // A timer may fire a little early: the grid moves on by one step at least.
    const steps = Math.max(1, Math.floor((clock.monoMs() - dueMs) / everyMs) + 1);
    dueMs += steps * everyMs;
    timer = clock.after(dueMs - clock.monoMs(), fire);
    run();
  };
  timer = clock.after(0, fire);
  return { stop: () => timer.cancel() };
}
