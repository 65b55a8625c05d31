// Chores: what the platform does without being asked: it sweeps, it rings timers, it delivers letters.

import type { Clock } from '../core/ports/clock.ts';
import type { Journal } from '../core/ports/journal.ts';
import type { ScriptWorker } from '../core/ports/script-worker.ts';
import type { Couriers } from './dispatch/couriers.ts';
import { createPostman } from './dispatch/postman.ts';
import type { Office } from './office.ts';
import { ringRules } from './rules/bell.ts';
import { createScripts } from './scripts/scripts.ts';
import { createSweeper, sweepStep } from './store/sweeper.ts';
import type { Bell } from './timers/appointments.ts';
import { createWheel, type Wheel } from './timers/wheel.ts';
import type { Waiters } from './waiters.ts';

export interface ChoreDeps {
  readonly office: Office;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly couriers: Couriers;
  readonly waiters: Waiters;
  /** Undefined where no scripts are run. */
  readonly worker: ScriptWorker | undefined;
  /** How many scripts have a thread at once. */
  readonly scriptsAtOnce: number;
}

/** Appointments of one transaction of the rules: requests wait for it. */
const rulesAtOnce = 64;

export function createChores(deps: ChoreDeps) {
  const { office, worker, scriptsAtOnce } = deps;
  const sweeper = createSweeper(async () => {
    const swept = await office.serve(sweepStep);
    return swept.ok && swept.value;
  });
  const wheels: Readonly<Record<Bell, Wheel>> = {
    rules: createWheel({ ...deps, ring: ringRules, room: () => rulesAtOnce }, 'rules'),
    post: createPostman(deps),
  };
  const scripts = worker && createScripts({ ...deps, worker }, scriptsAtOnce);

  return {
    sweep: sweeper.wake,
    appointed: (bell: Bell, dueMs: number) => wheels[bell].notice(dueMs),
    scripted: (rids: ReadonlySet<string>) => scripts?.notice(rids),
    /** Looks at what an earlier process has left. */
    start() {
      sweeper.wake();
      for (const wheel of Object.values(wheels)) wheel.notice(0);
      scripts?.start();
    },
    /** Begins nothing new and ends what is under way, while the office is still open. */
    async stop() {
      const ends = Object.values(wheels).map((wheel) => wheel.stop());
      await Promise.all([...ends, scripts?.stop()]);
    },
    /** Resolves when no sweep is under way; the office is closed by then. */
    idle: sweeper.idle,
  };
}
