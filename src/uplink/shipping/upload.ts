// Upload: one batch there and back. Whatever the far side settled is settled here as well, even when
// the rest of the batch failed.

import type { Batch, Outbox, Settlement } from '../../core/batch.ts';
import type { Failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import { done, err, type Result } from '../../core/result.ts';
import type { Delivery, Sink } from '../sink.ts';
import type { Holds } from './holds.ts';

export interface UploadDeps {
  readonly outbox: Outbox;
  readonly sink: Sink;
  readonly holds: Holds;
  /** Hears what became durable. */
  readonly settled: (settled: readonly Settlement[]) => void;
  /** Cuts what is in flight. */
  readonly signal: AbortSignal;
}

export interface Uploads {
  /** Sends the batch, settles it and holds the channels that were not taken. */
  send(batch: Batch): Promise<Result<void>>;
  /** Settles what the far side has and the store could not yet be told. */
  settleRest(): Promise<Result<void>>;
  /**
   * How many points to send at once: less after an answer that was late or spoke of too much, so that
   * a slow link gets through at its own pace.
   */
  readonly size: number;
}

export function createUploads({ outbox, sink, holds, settled, signal }: UploadDeps): Uploads {
  let rest: readonly Settlement[] = [];
  let size: number = limits.batchPoints;

  async function settle(settlements: readonly Settlement[]): Promise<Result<void>> {
    if (settlements.length === 0) return done;
    const told = await outbox.settle(settlements);
    if (told.ok) settled(settlements);
    else rest = [...rest, ...settlements];
    return told;
  }

  return {
    get size() {
      return size;
    },
    async send(batch) {
      const delivery = await sink.send(batch, signal);
      const told = await settle(delivery.settled);
      size = nextSize(batch, delivery, size);
      const channels = new Set(batch.runs.map(({ channel }) => channel));
      const reason = delivery.failure;
      if (reason?.kind === 'too-large' && batch.points === 1) {
        // It cannot be made smaller: it waits by itself and does not stop the others.
        holds.note(channels, heldBy(channels, reason));
        return told;
      }
      if (reason) return err(reason);
      holds.note(channels, delivery.held);
      return told;
    },
    settleRest() {
      const settlements = rest;
      rest = [];
      return settle(settlements);
    },
  };
}

const heldBy = (channels: Iterable<string>, reason: Failure): ReadonlyMap<string, Failure> =>
  new Map([...channels].map((channel) => [channel, reason]));

/** Half of what was too much, at least a point; twice as much after what went well. */
function nextSize(batch: Batch, { failure: reason }: Delivery, size: number): number {
  if (reason?.kind === 'too-large' || reason?.kind === 'timeout') {
    return Math.max(1, Math.floor(batch.points / 2));
  }
  return reason ? size : Math.min(limits.batchPoints, size * 2);
}
