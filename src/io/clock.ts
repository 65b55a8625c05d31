// The machine's clock: Node's timers, CLOCK_MONOTONIC, and what the kernel says of the wall clock.

import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import type { Clock, Timer } from '../core/ports/clock.ts';
import type { LibcDoor } from './libc.ts';

/** Node's timers overflow past this and would fire at once. */
const longestTimerMs = 2 ** 31 - 1;
/** How long an answer about the time service is good for: it is asked for far more often than it changes. */
const synchronisedForMs = 5_000;
/** systemd-timesyncd touches this when it has set the clock since boot (systemd-timesyncd.service(8)). */
const timesyncFile = '/run/systemd/timesync/synchronized';

/**
 * `synchronised` asks the kernel (adjtimex), which every time service tells, if the door to libc is
 * open already; opening it only for that would cost 6 MB. Where it is shut, or where the sandbox of
 * systemd forbids the question, the mark of systemd-timesyncd answers. A false "no" (chrony under
 * our unit) costs nothing but the wait for an anchor from the platform; a false "yes" is not
 * possible. Timers keep the process alive, since an agent that waits for its next sample is at work.
 */
export function createClock(libc?: LibcDoor): Clock {
  let checkedMonoMs = Number.NEGATIVE_INFINITY;
  let synchronised = false;

  const after = (ms: number, fn: () => void): Timer => {
    const dueMs = monoMs() + Math.max(0, ms);
    let timer: NodeJS.Timeout;
    // Node counts from the start of its loop's turn and can fire early: look again before calling.
    const arm = (waitMs: number) => {
      timer = setTimeout(check, Math.min(Math.ceil(waitMs), longestTimerMs));
    };
    const check = () => {
      const leftMs = dueMs - monoMs();
      if (leftMs > 0) arm(leftMs);
      else fn();
    };
    arm(dueMs - monoMs());
    return { cancel: () => clearTimeout(timer) };
  };

  return {
    bootId: readBootId(),
    wallMs: () => Date.now(),
    monoMs,
    synchronised: () => {
      if (monoMs() - checkedMonoMs >= synchronisedForMs) {
        checkedMonoMs = monoMs();
        synchronised = libc?.opened?.clockSynchronised() ?? existsSync(timesyncFile);
      }
      return synchronised;
    },
    after,
    sleep: (ms, signal) => sleep(after, ms, signal),
  };
}

/** CLOCK_MONOTONIC of the kernel, with its fraction of a millisecond. */
const monoMs = (): number => Number(process.hrtime.bigint()) / 1e6;

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

/** The kernel's name for this boot; elsewhere each process counts as a boot of its own. */
function readBootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'latin1').trim();
  } catch {
    return randomUUID();
  }
}
