// Batch and Receipt: what the buffer hands to the uplink, and the verdict that comes back.

import type { Failure } from './failure.ts';
import type { Run } from './point.ts';
import type { Result } from './result.ts';

/** A stretch of pending points, oldest first. */
export interface Batch {
  readonly runs: readonly Run[];
  readonly points: number;
}

/** The verdicts that end the life of a point in the buffer. */
export type Outcome = 'delivered' | 'rejected' | 'thinned';

/** One verdict on a stretch of sequence numbers. */
export interface Settlement {
  readonly firstSeq: number;
  readonly count: number;
  readonly outcome: Outcome;
  /** Why, for everything but `delivered`: a stable short word (`collision`, `invalid`). */
  readonly reason?: string;
}

/** What became of a batch. Points that no settlement names stay pending, and `failure` says why. */
export interface Receipt {
  readonly settled: readonly Settlement[];
  readonly failure?: Failure;
}

/** The buffer as the uplink sees it. */
export interface Outbox {
  /**
   * The oldest pending points, at most about this many points and bytes, whole runs of one channel
   * where possible; `skip` leaves out epochs that have no date yet. Empty (points: 0) when nothing is
   * pending. Does not take them: the same points come again until they are settled.
   */
  peek(max: {
    readonly points: number;
    readonly bytes: number;
    readonly skip?: (epoch: number) => boolean;
  }): Promise<Result<Batch>>;
  /** Durable when it resolves. Naming a point that is settled already changes nothing. */
  settle(settled: readonly Settlement[]): Promise<Result<void>>;
}
