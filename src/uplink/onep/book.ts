// Book: what is known of the points of one batch while it is being sent.

import type { Outcome, Settlement } from '../../core/batch.ts';
import type { Failure } from '../../core/failure.ts';
import type { Delivery } from '../sink.ts';

export interface Book {
  settle(settlement: Settlement): void;
  /** The far side would not take this channel; when it would not take us, that fails the batch. */
  hold(channel: string, failure: Failure): void;
  fail(failure: Failure): void;
  isHeld(channel: string): boolean;
  delivery(): Delivery;
}

export function createBook(): Book {
  const settled: Settlement[] = [];
  const held = new Map<string, Failure>();
  let failed: Failure | undefined;
  const fail = (failure: Failure) => {
    failed ??= failure;
  };

  return {
    settle: (settlement) => {
      settled.push(settlement);
    },
    hold: (channel, failure) => {
      held.set(channel, failure);
      if (failure.kind === 'locked' || failure.kind === 'unauthorised') fail(failure);
    },
    fail,
    isHeld: (channel) => held.has(channel),
    delivery: () => ({ settled: merged(settled), held, ...(failed && { failure: failed }) }),
  };
}

/** Neighbours with one verdict become one settlement: the buffer keeps intervals. */
function merged(settled: Settlement[]): readonly Settlement[] {
  settled.sort((a, b) => a.firstSeq - b.firstSeq);
  const out: { firstSeq: number; count: number; outcome: Outcome; reason?: string }[] = [];
  for (const next of settled) {
    const last = out.at(-1);
    const touches = last !== undefined && last.firstSeq + last.count === next.firstSeq;
    if (touches && last.outcome === next.outcome && last.reason === next.reason) {
      last.count += next.count;
    } else {
      out.push({ ...next });
    }
  }
  return out;
}
