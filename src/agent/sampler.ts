// Sampler: the first loop. Readings come in at the pace of the sources, and leave once per durability
// window as one durable append.
//
// Invariants.
// - A reading is dated at once, by the monotonic moment at which it was sensed.
// - A second is handed on only when it is over, so that `fold` has seen all of it.
// - What an append did not acknowledge stays in the tray and is appended again.
// - What waits is bounded by the tray, also while a commit does not come back.

import type { Appended } from '../buffer/append.ts';
import type { Log } from '../buffer/log.ts';
import type { Tray } from '../buffer/tray.ts';
import type { Events } from '../core/events.ts';
import type { Fold } from '../core/fold.ts';
import { limits } from '../core/limits.ts';
import type { Column, Reading, Value } from '../core/point.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';
import type { Timebase } from './timebase.ts';

export interface Sampler {
  start(): void;
  /** Takes readings; never waits. After `stop` nothing is taken any more. */
  push(readings: readonly Reading[]): void;
  /** Commits what was sensed so far, the second that is not over included. False when that failed. */
  flush(): Promise<boolean>;
  /** Flushes, a second time when the store fails, and stops. */
  stop(): Promise<void>;
  /**
   * Resolves when what was sensed at this moment is durable; false when its commit failed (then it is
   * tried again), or when the sampler has stopped.
   */
  durable(monoMs: number): Promise<boolean>;
  /** The newest value of each channel, under its epoch's seconds. */
  latest(channel: string): { readonly value: Value; readonly second: number } | undefined;
  /** Readings that shared a second with another one, by channel, since the start. */
  readonly folded: ReadonlyMap<string, number>;
  /** When a commit last went well, on the monotonic clock. */
  readonly progressMonoMs: number;
  /** When a commit last came to an end, well or not: a store that hangs is worse than one that fails. */
  readonly triedMonoMs: number;
}

export interface SamplerDeps {
  readonly clock: Clock;
  readonly events: Events;
  readonly timebase: Pick<Timebase, 'current' | 'secondOf'>;
  readonly fold: Fold;
  readonly tray: Tray;
  readonly log: Log;
  /** Called after points became durable. */
  readonly committed: () => void;
}

interface Waiter {
  readonly second: number;
  readonly resolve: (good: boolean) => void;
}

/** @param options.windowMs how far apart commits are: what a power cut may take */
export function createSampler(deps: SamplerDeps, options: { windowMs: number }): Sampler {
  const { clock, fold, timebase } = deps;
  const latest = new Map<string, { readonly value: Value; readonly second: number }>();
  const commits = createCommits(deps);
  const everyMs = Math.max(options.windowMs, limits.commitMs);
  let timer: Timer | undefined;
  let stopped = false;

  function schedule(): void {
    timer = clock.after(everyMs, () => {
      schedule();
      void commits.upTo(timebase.secondOf(clock.monoMs()));
    });
  }

  return {
    start: schedule,
    push(readings) {
      if (stopped) return;
      for (const { channel, value, monoMs } of readings) {
        const second = timebase.secondOf(monoMs);
        fold.add(channel, second, value);
        latest.set(channel, { value, second });
      }
    },
    flush: () => commits.upTo(Number.POSITIVE_INFINITY),
    async stop() {
      timer?.cancel();
      stopped = true;
      // The store is opened again by the next try: one failure at the goodbye must cost nothing.
      if (await commits.upTo(Number.POSITIVE_INFINITY)) return;
      await commits.upTo(Number.POSITIVE_INFINITY);
    },
    durable: async (monoMs) => !stopped && commits.durable(timebase.secondOf(monoMs)),
    latest: (channel) => latest.get(channel),
    folded: commits.folded,
    get progressMonoMs() {
      return commits.progressMonoMs;
    },
    get triedMonoMs() {
      return commits.triedMonoMs;
    },
  };
}

/** One commit at a time, each of all that is in the tray when its turn comes. */
function createCommits({ clock, events, timebase, fold, tray, log, committed }: SamplerDeps) {
  const folded = new Map<string, number>();
  /** Those whose second is still in fold, and those whose second waits in the tray. */
  let early: readonly Waiter[] = [];
  let due: readonly Waiter[] = [];
  let progressMonoMs = clock.monoMs();
  let triedMonoMs = progressMonoMs;
  let last: Promise<boolean> = Promise.resolve(true);
  /** The commit whose turn has not come. */
  let next: Promise<boolean> | undefined;

  function tell(columns: readonly Column[]): void {
    if (!events.watched) return;
    const { shiftSeconds } = timebase.current();
    for (const { channel, seconds } of columns) {
      for (const second of seconds) {
        events.emit('committed', { channel, second: second + shiftSeconds });
      }
    }
  }

  /** Keeps what was folded, and returns how many readings came for a second that was given. */
  function countFolded(): number {
    const counts = fold.counts();
    for (const [channel, n] of counts.folded) folded.set(channel, (folded.get(channel) ?? 0) + n);
    return counts.collisions;
  }

  async function append(): Promise<Appended | 'failed'> {
    const taken = tray.take({ collisions: countFolded() });
    if (taken === undefined) return 'kept';
    const { columns, ...counts } = taken;
    const appended = await log.append(columns, { epoch: timebase.current().id, ...counts });
    if (!appended.ok) {
      tray.putBack(taken);
      return 'failed';
    }
    // What a full buffer drops at its door is counted there and is not durable: nobody hears of it.
    if (appended.value === 'kept') tell(columns);
    committed();
    return appended.value;
  }

  async function commit(): Promise<boolean> {
    next = undefined;
    const mine = due;
    due = [];
    const outcome = await append();
    const good = outcome !== 'failed';
    triedMonoMs = clock.monoMs();
    if (good) progressMonoMs = triedMonoMs;
    for (const { resolve } of mine) resolve(outcome === 'kept');
    return good;
  }

  return {
    folded,
    get progressMonoMs() {
      return progressMonoMs;
    },
    get triedMonoMs() {
      return triedMonoMs;
    },
    /** Commits all seconds below `before`. */
    upTo(before: number): Promise<boolean> {
      tray.add(fold.close(before));
      due = [...due, ...early.filter(({ second }) => second < before)];
      early = early.filter(({ second }) => second >= before);
      if (!next) {
        next = last.then(commit);
        last = next;
      }
      return next;
    },
    durable: (second: number) =>
      new Promise<boolean>((resolve) => {
        early = [...early, { second, resolve }];
      }),
  };
}
