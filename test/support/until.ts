// Waits for conditions, not for durations.

import { setTimeout as sleep } from 'node:timers/promises';

/** Asks until the answer is neither undefined nor false; rejects after `maxMs` with what was awaited. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  maxMs = 30_000,
): Promise<T> {
  const deadline = performance.now() + maxMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer as T;
    if (performance.now() > deadline) throw new Error(`waited ${maxMs} ms in vain: ${what}`);
    await sleep(50);
  }
}
