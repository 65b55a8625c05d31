// Sink: the far side as the shipper sees it.

import type { Batch, Receipt } from '../core/batch.ts';
import type { Failure } from '../core/failure.ts';
import type { Result } from '../core/result.ts';

/**
 * What became of a batch. A `failure` of the receipt concerns everything that is not settled; `held`
 * names channels whose points the far side would not take for now, while others went through.
 */
export interface Delivery extends Receipt {
  readonly held: ReadonlyMap<string, Failure>;
}

export interface Sink {
  /** Meets the far side, as if for the first time, and makes sure that it has a place for all that we mean to send. */
  greet(signal: AbortSignal): Promise<Result<void>>;
  /** The seconds of the batch are Unix time. Sending a point again is harmless. */
  send(batch: Batch, signal: AbortSignal): Promise<Delivery>;
  /** Requests made so far. */
  readonly requests: number;
}
