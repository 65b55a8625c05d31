// A clock that stands still until the test moves it: timers run in order, one at a time.

import { setImmediate } from 'node:timers/promises';
import type { Clock, Timer } from '../../src/core/ports/clock.ts';

export interface FakeClock extends Clock {
  /**
   * Moves time on by `ms`, running what falls due in the order of its time (and then of its making),
   * and lets promises settle before, between and after. Rejects with what a timer throws.
   */
  advance(ms: number): Promise<void>;
  /**
   * Jumps from timer to timer until the predicate holds. Rejects when `maxMs` of virtual time (an
   * hour if not given) have passed without.
   */
  runUntil(predicate: () => boolean, options?: { readonly maxMs?: number }): Promise<void>;
  /** Lets promises settle without moving time. */
  settle(): Promise<void>;
  /** Steps the wall clock; timers and monotonic time do not notice. */
  stepWall(ms: number): void;
  setSynchronised(synchronised: boolean): void;
  /** A power cut: all timers are forgotten, monotonic time starts at 0 under another boot id. */
  reboot(): void;
  /** How many timers wait: a stopped thing should have left none. */
  readonly waiting: number;
}

interface Entry extends Timer {
  readonly dueMs: number;
  readonly fn: () => void;
}

/** Starts at `wallMs` (2026-01-01T00:00:00Z if not given), monotonic time 0, not synchronised. */
export function createFakeClock(
  options: { readonly wallMs?: number; readonly bootId?: string } = {},
): FakeClock {
  // A set keeps the order of insertion, which breaks ties between timers of the same moment.
  const entries = new Set<Entry>();
  let boots = 0;
  let bootId = options.bootId ?? 'boot-0';
  let monoMs = 0;
  let wallAtBootMs = options.wallMs ?? Date.UTC(2026, 0, 1);
  let synchronised = false;
  let moving = false;

  const after = (ms: number, fn: () => void): Timer => {
    const entry: Entry = {
      dueMs: monoMs + Math.max(0, ms),
      fn,
      cancel: () => entries.delete(entry),
    };
    entries.add(entry);
    return entry;
  };

  const nextDue = (): Entry | undefined => {
    let first: Entry | undefined;
    for (const entry of entries) if (!first || entry.dueMs < first.dueMs) first = entry;
    return first;
  };

  /** Runs due timers until `untilMs` (of this boot) or until `enough`; says whether it was enough. */
  const move = async (untilMs: number, enough: () => boolean): Promise<boolean> => {
    if (moving) throw new Error('the fake clock is being moved already: await the first advance');
    moving = true;
    try {
      const bootAtStart = bootId;
      await settle();
      while (!enough()) {
        if (bootId !== bootAtStart) return false;
        const entry = nextDue();
        if (!entry || entry.dueMs > untilMs) {
          monoMs = untilMs;
          await settle();
          return enough();
        }
        entries.delete(entry);
        monoMs = Math.max(monoMs, entry.dueMs);
        entry.fn();
        await settle();
      }
      return true;
    } finally {
      moving = false;
    }
  };

  return {
    get bootId() {
      return bootId;
    },
    get waiting() {
      return entries.size;
    },
    wallMs: () => wallAtBootMs + monoMs,
    monoMs: () => monoMs,
    synchronised: () => synchronised,
    after,
    sleep: (ms, signal) => sleep(after, ms, signal),
    advance: async (ms) => {
      await move(monoMs + ms, () => false);
    },
    runUntil: async (predicate, { maxMs = 3_600_000 } = {}) => {
      const reached = await move(monoMs + maxMs, predicate);
      if (!reached) throw new Error(`not reached within ${maxMs} ms: ${predicate}`);
    },
    settle,
    stepWall: (ms) => {
      wallAtBootMs += ms;
    },
    setSynchronised: (value) => {
      synchronised = value;
    },
    reboot: () => {
      entries.clear();
      wallAtBootMs += monoMs;
      monoMs = 0;
      bootId = `${options.bootId ?? 'boot'}-${++boots}`;
    },
  };
}

/** Two turns of the event loop: enough for chains of promises and for what they put off by one. */
async function settle(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

function sleep(after: Clock['after'], ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = () => {
      timer.cancel();
      signal?.removeEventListener('abort', wake);
      resolve();
    };
    const timer = after(ms, wake);
    signal?.addEventListener('abort', wake);
  });
}
