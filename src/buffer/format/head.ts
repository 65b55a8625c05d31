// Head: the small record in every batch, with the positions of the log and the counters of the ledger.

import type { Ledger } from '../../core/ledger.ts';
import { limits } from '../../core/limits.ts';
import { type Intervals, totalLength } from './intervals.ts';

/** The counters that grow; pending follows from the positions. */
export type Counts = Omit<Ledger, 'pending'>;

/** How a point leaves the log. */
export type Leaving = Exclude<keyof Counts, 'sensed'>;

export interface Head {
  /** The seq that the next point gets. */
  readonly next: number;
  /** The first seq of the oldest segment that is kept; `next` when none is. */
  readonly cursor: number;
  readonly counts: Counts;
  /** Points by outcome and reason (`thinned collision`), for all that were not delivered. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What is kept under the segments' keys, keys included. */
  readonly segments: number;
  readonly bytes: number;
  /** Segments from this seq on are not in the stored marks yet. */
  readonly marked: number;
}

export const emptyHead: Head = {
  next: 0,
  cursor: 0,
  counts: { sensed: 0, delivered: 0, rejected: 0, thinned: 0, evicted: 0 },
  reasons: {},
  segments: 0,
  bytes: 0,
  marked: 0,
};

/** Counts `points` that left the log, with the reason when there is one. */
export function countLeaving(
  head: Head,
  points: number,
  how: { readonly outcome: Leaving; readonly reason?: string | undefined },
): Head {
  if (points === 0) return head;
  const { outcome, reason } = how;
  const counts = { ...head.counts, [outcome]: head.counts[outcome] + points };
  if (reason === undefined) return { ...head, counts };
  const named = `${outcome} ${reason}`;
  const full = Object.keys(head.reasons).length >= limits.reasons;
  const key = full && !Object.hasOwn(head.reasons, named) ? `${outcome} other` : named;
  return {
    ...head,
    counts,
    reasons: { ...head.reasons, [key]: (head.reasons[key] ?? 0) + points },
  };
}

/** Points that are still here: from the positions alone. */
export const pendingOf = (head: Head, settled: Intervals): number =>
  head.next - head.cursor - totalLength(settled);
