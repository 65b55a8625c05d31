// Bell: how a loop sleeps until something happens.

import type { Clock } from '../../core/ports/clock.ts';

export interface Bell {
  /** Wakes the sleeper. One that does not sleep will not fall asleep before it has looked again. */
  ring(): void;
  /** Wakes the sleeper even when it would rather not be disturbed. */
  alarm(): void;
  /** Resolves after `ms` (never, when undefined), or when the bell is heard. */
  wait(ms: number | undefined): Promise<void>;
  /** The same, for who only hears an alarm. */
  rest(ms: number): Promise<void>;
}

export function createBell(clock: Clock): Bell {
  let rung = false;
  let alarmed = false;
  let wake: (() => void) | undefined;
  let deaf = false;

  function sleep(ms: number | undefined): Promise<void> {
    return new Promise((resolve) => {
      const timer = ms === undefined ? undefined : clock.after(ms, () => wake?.());
      wake = () => {
        wake = undefined;
        timer?.cancel();
        resolve();
      };
    });
  }

  return {
    ring() {
      rung = true;
      if (!deaf) wake?.();
    },
    alarm() {
      alarmed = true;
      wake?.();
    },
    async wait(ms) {
      if (!rung && !alarmed) await sleep(ms);
      rung = false;
      alarmed = false;
    },
    async rest(ms) {
      deaf = true;
      if (!alarmed) await sleep(ms);
      deaf = false;
      rung = false;
      alarmed = false;
    },
  };
}
