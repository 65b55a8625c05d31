// Life: of a process that can be killed at any moment, and then never acts or hears again.

import type { Clock, Timer } from '../../../src/core/ports/clock.ts';

export interface Life {
  readonly over: boolean;
  /** The promise, as long as somebody lives to hear of it. */
  gate<T>(promise: Promise<T>): Promise<T>;
  /** Called at the end; at once when it has come already. */
  atEnd(act: () => void): void;
  end(): void;
}

export function createLife(): Life {
  let over = false;
  const acts: (() => void)[] = [];
  return {
    get over() {
      return over;
    },
    gate: (promise) =>
      new Promise((resolve, reject) => {
        promise.then(
          (value) => over || resolve(value),
          (reason) => over || reject(reason),
        );
      }),
    atEnd(act) {
      if (over) act();
      else acts.push(act);
    },
    end() {
      if (over) return;
      over = true;
      for (const act of acts) act();
    },
  };
}

/** The clock with timers that die with the life. */
export function clockOf(clock: Clock, life: Life): Clock & { readonly waiting: number } {
  const timers = new Set<Timer>();
  life.atEnd(() => {
    for (const timer of timers) timer.cancel();
    timers.clear();
  });
  return {
    get bootId() {
      return clock.bootId;
    },
    get waiting() {
      return timers.size;
    },
    wallMs: clock.wallMs,
    monoMs: clock.monoMs,
    synchronised: clock.synchronised,
    after(ms, fn) {
      if (life.over) return { cancel() {} };
      const timer = clock.after(ms, () => {
        timers.delete(timer);
        fn();
      });
      timers.add(timer);
      return {
        cancel() {
          timers.delete(timer);
          timer.cancel();
        },
      };
    },
    sleep: (ms, signal) => life.gate(clock.sleep(ms, signal)),
  };
}
