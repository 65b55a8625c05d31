// Ledger: the one equation, sensed = delivered + rejected + thinned + evicted + pending.

/** Counts of points since the store was made. They commit in the same batch as the data they count. */
export interface Ledger {
  readonly sensed: number;
  readonly delivered: number;
  readonly rejected: number;
  readonly thinned: number;
  readonly evicted: number;
  /** Counted from the log itself and not from the other five, so that the equation can fail. */
  readonly pending: number;
}

export const emptyLedger: Ledger = {
  sensed: 0,
  delivered: 0,
  rejected: 0,
  thinned: 0,
  evicted: 0,
  pending: 0,
};

/** Whether every sensed point is accounted for. */
export const balances = (l: Ledger): boolean =>
  l.sensed === l.delivered + l.rejected + l.thinned + l.evicted + l.pending;

/** What never became a point, counted for each source beside the ledger. */
export interface SourceCounters {
  readonly frames: number;
  readonly bad: number;
  readonly filtered: number;
  readonly folded: number;
}

export const emptyCounters: SourceCounters = { frames: 0, bad: 0, filtered: 0, folded: 0 };
