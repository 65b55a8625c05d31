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

/** How much to peek, and what to leave out. */
export interface PeekOptions {
  readonly points: number;
  readonly bytes: number;
  /** Leaves out points below this sequence number: those of a batch that is in flight already. */
  readonly fromSeq?: number;
  /** Leaves out epochs that have no date yet. */
  readonly skip?: (epoch: number) => boolean;
  /** Leaves out channels that the far side denies us for now, so that they do not hold up the rest. */
  readonly skipChannel?: (channel: string) => boolean;
}

/** The buffer as the uplink sees it. */
export interface Outbox {
  /**
   * The oldest pending points that nothing leaves out, at most about this many points and bytes, whole
   * runs of one channel where possible. Every such point between the first and the last sequence
   * number of the batch is in it: a peek from the number after the last goes on where it ended. Empty
   * (points: 0) when nothing is left. Does not take them: the same points come again until they are
   * settled.
   */
  peek(options: PeekOptions): Promise<Result<Batch>>;
  /** Durable when it resolves. Naming a point that is settled already changes nothing. */
  settle(settled: readonly Settlement[]): Promise<Result<void>>;
}
