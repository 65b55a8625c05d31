// Sampler: the first loop. Readings come in at the pace of the sources, and leave once per durability
// window as one durable append.
//
// Invariants.
// - A reading is dated at once, by the monotonic moment at which it was sensed.
// - A second is handed on only when it is over, so that `fold` has seen all of it.
// - What an append did not acknowledge stays in the tray and is appended again.

import type { Log } from '../buffer/log.ts';
import type { Tray } from '../buffer/tray.ts';
import type { Events } from '../core/events.ts';
import type { Fold } from '../core/fold.ts';
import type { Column, Reading, Value } from '../core/point.ts';
import type { Clock, Timer } from '../core/ports/clock.ts';
import type { Timebase } from './timebase.ts';

export interface Sampler {
  start(): void;
  /** Takes readings; never waits. */
  push(readings: readonly Reading[]): void;
  /** Commits what was sensed so far, the second that is not over included. */
  flush(): Promise<boolean>;
  /** Flushes, a second time when the store fails, and stops. */
  stop(): Promise<void>;
  /** Resolves when what was sensed at this moment is durable; false when its commit failed. */
  durable(monoMs: number): Promise<boolean>;
  /** The newest value of each channel, under its epoch's seconds. */
  latest(channel: string): { readonly value: Value; readonly second: number } | undefined;
  /** Readings that shared a second with another one, by channel, since the start. */
  readonly folded: ReadonlyMap<string, number>;
  /** When a commit last went well, on the monotonic clock. */
  readonly progressMonoMs: number;
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

export function createSampler(deps: SamplerDeps, options: { windowMs: number }): Sampler {
  const { clock, fold, timebase } = deps;
  const latest = new Map<string, { readonly value: Value; readonly second: number }>();
  const commits = createCommits(deps);
  let timer: Timer | undefined;

  function schedule(): void {
    timer = clock.after(options.windowMs, () => {
      void commits.upTo(timebase.secondOf(clock.monoMs())).then(() => timer && schedule());
    });
  }

  return {
    start: schedule,
    push(readings) {
      for (const { channel, value, monoMs } of readings) {
        const second = timebase.secondOf(monoMs);
        fold.add(channel, second, value);
        latest.set(channel, { value, second });
      }
    },
    flush: () => commits.upTo(Number.POSITIVE_INFINITY),
    async stop() {
      timer?.cancel();
      timer = undefined;
      // The store is opened again by the next try: one failure at the goodbye must cost nothing.
      if (await commits.upTo(Number.POSITIVE_INFINITY)) return;
      await commits.upTo(Number.POSITIVE_INFINITY);
    },
    durable: (monoMs) => commits.durable(timebase.secondOf(monoMs)),
    latest: (channel) => latest.get(channel),
    folded: commits.folded,
    get progressMonoMs() {
      return commits.progressMonoMs;
    },
  };
}

/** One commit at a time, each of all seconds that are over. */
function createCommits({ clock, events, timebase, fold, tray, log, committed }: SamplerDeps) {
  const folded = new Map<string, number>();
  let waiters: readonly Waiter[] = [];
  let progressMonoMs = clock.monoMs();
  let last: Promise<boolean> = Promise.resolve(true);

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

  /** True when nothing that can be durable is left in memory. */
  async function append(before: number): Promise<boolean> {
    tray.add(fold.close(before));
    const taken = tray.take({ collisions: countFolded() });
    if (taken === undefined) return true;
    const { columns, ...counts } = taken;
    const appended = await log.append(columns, { epoch: timebase.current().id, ...counts });
    if (!appended.ok) {
      tray.putBack(taken);
      return false;
    }
    tell(columns);
    committed();
    return true;
  }

  async function commit(before: number): Promise<boolean> {
    const good = await append(before);
    if (good) progressMonoMs = clock.monoMs();
    const over = waiters.filter(({ second }) => second < before);
    waiters = waiters.filter(({ second }) => second >= before);
    for (const { resolve } of over) resolve(good);
    return good;
  }

  return {
    folded,
    get progressMonoMs() {
      return progressMonoMs;
    },
    upTo(before: number): Promise<boolean> {
      last = last.then(() => commit(before));
      return last;
    },
    durable: (second: number) =>
      new Promise<boolean>((resolve) => {
        waiters = [...waiters, { second, resolve }];
      }),
  };
}
