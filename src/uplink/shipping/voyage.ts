// Voyage: one go at the backlog, from its oldest point until nothing is left that may be sent.
//
// Invariant: a point is in at most one batch in flight, since each peek goes on where the last ended.

import type { Batch, Outbox } from '../../core/batch.ts';
import type { Epoch } from '../../core/epoch.ts';
import { limits } from '../../core/limits.ts';
import type { Run } from '../../core/point.ts';
import { done, type Result } from '../../core/result.ts';
import type { Holds } from './holds.ts';
import type { Uploads } from './upload.ts';

export interface VoyageDeps {
  readonly outbox: Outbox;
  readonly uploads: Uploads;
  readonly holds: Holds;
  /** The epoch, once its points have their final dates. */
  readonly dateOf: (epoch: number) => Epoch | undefined;
  /** Whether to go on peeking. */
  readonly goOn: () => boolean;
}

export interface Voyage {
  /** Sends until nothing is left, something fails, or `goOn` says no; awaits what is in flight. */
  sail(): Promise<Result<void>>;
  /** Whether the newest points that the last sail met wait for their date. */
  readonly waitsForClock: boolean;
}

export function createVoyage({ outbox, uploads, holds, dateOf, goOn }: VoyageDeps): Voyage {
  let newestSent = Number.NEGATIVE_INFINITY;
  let newestUndated = Number.NEGATIVE_INFINITY;

  const isUndated = (epoch: number): boolean => {
    if (dateOf(epoch) !== undefined) return false;
    newestUndated = Math.max(newestUndated, epoch);
    return true;
  };

  const peek = (fromSeq: number): Promise<Result<Batch>> =>
    outbox.peek({
      points: uploads.size,
      bytes: limits.batchBytes,
      fromSeq,
      skip: isUndated,
      skipChannel: holds.has,
    });

  async function sendAll(): Promise<Result<void>> {
    const flights = new Set<Promise<void>>();
    let outcome: Result<void> = done;
    const launch = (batch: Batch): void => {
      const flight = uploads.send(dated(batch, dateOf)).then((sent) => {
        if (outcome.ok) outcome = sent;
        flights.delete(flight);
      });
      flights.add(flight);
    };
    let fromSeq = 0;
    while (outcome.ok && goOn()) {
      const batch = await peek(fromSeq);
      // A slow store kept us waiting: meanwhile what was in flight may have failed.
      if (!outcome.ok || !goOn()) break;
      if (!batch.ok) {
        outcome = batch;
      } else if (batch.value.points === 0) {
        if (flights.size === 0) break;
        await Promise.race(flights);
      } else {
        fromSeq = endOf(batch.value);
        for (const { epoch } of batch.value.runs) newestSent = Math.max(newestSent, epoch);
        launch(batch.value);
        if (flights.size === limits.uploadsInFlight) await Promise.race(flights);
      }
    }
    await Promise.all(flights);
    return outcome;
  }

  return {
    async sail() {
      const told = await uploads.settleRest();
      if (!told.ok) return told;
      newestUndated = Number.NEGATIVE_INFINITY;
      holds.begin();
      const sent = await sendAll();
      if (sent.ok && goOn()) holds.end();
      return sent;
    },
    get waitsForClock() {
      return newestUndated > newestSent;
    },
  };
}

const endOf = ({ runs }: Batch): number =>
  runs.reduce((end, { firstSeq, seconds }) => Math.max(end, firstSeq + seconds.length), 0);

/** The batch with its seconds in Unix time; runs that need no shift are passed on as they are. */
function dated(batch: Batch, dateOf: VoyageDeps['dateOf']): Batch {
  const runs = batch.runs.map((run): Run => {
    const shift = dateOf(run.epoch)?.shiftSeconds ?? 0;
    if (shift === 0) return run;
    return { ...run, seconds: run.seconds.map((second) => second + shift) };
  });
  return { ...batch, runs };
}
