// State: where the log stands, as plain values that every operation makes anew and none changes.

import type { Ledger } from '../../core/ledger.ts';
import type { KvOp } from '../../core/ports/ordered-kv.ts';
import { type Head, pendingOf } from '../format/head.ts';
import { type Intervals, intervalAt } from '../format/intervals.ts';
import type { Stretches } from '../format/stretches.ts';

export interface State {
  readonly head: Head;
  readonly settled: Intervals;
  readonly stretches: Stretches;
}

/** A state, and what to do to the store to get there (the records of the state itself aside). */
export interface Step {
  readonly state: State;
  readonly ops: readonly KvOp[];
}

export const ledgerOf = ({ head, settled }: State): Ledger => ({
  ...head.counts,
  pending: pendingOf(head, settled),
});

/** The seq of the oldest pending point; `next` when there is none. */
export const firstPending = ({ head, settled }: State): number =>
  intervalAt(settled, head.cursor)?.end ?? head.cursor;
