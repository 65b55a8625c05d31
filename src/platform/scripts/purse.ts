// Purse: what a script may still spend until it next waits. Full again after each wait that took time.

import { limits } from '../../core/limits.ts';

export interface Purse {
  /** How long it may still run. */
  readonly leftMs: number;
  /** It has asked for so much that it is to take its time. */
  readonly hurried: boolean;
  /** Takes what a call costs; when that is not there, a sentence that says so. */
  pay(cost: { readonly ranMs: number; readonly writes: boolean }): string | undefined;
  refill(): void;
}

export function createPurse(): Purse {
  let leftMs: number = limits.scriptRunMs;
  let calls = 0;
  let writes = 0;
  return {
    get leftMs() {
      return leftMs;
    },
    get hurried() {
      return calls > limits.scriptBurst;
    },
    pay(cost) {
      leftMs = Math.max(0, leftMs - cost.ranMs);
      calls += 1;
      if (cost.writes) writes += 1;
      if (calls > limits.scriptCalls) return `more than ${limits.scriptCalls} calls without a wait`;
      if (writes <= limits.scriptWrites) return undefined;
      return `more than ${limits.scriptWrites} writes and messages without a wait`;
    },
    refill() {
      leftMs = limits.scriptRunMs;
      calls = 0;
      writes = 0;
    },
  };
}
