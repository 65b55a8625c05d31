// A buffer in memory, as the uplink sees it: every point keeps its seq and its one verdict.

import assert from 'node:assert/strict';
import type { Outbox, Outcome, PeekOptions } from '../../src/core/batch.ts';
import { type Failure, failure } from '../../src/core/failure.ts';
import type { Run, Value } from '../../src/core/point.ts';
import { done, err, ok } from '../../src/core/result.ts';

export interface StoredPoint {
  readonly seq: number;
  readonly channel: string;
  readonly second: number;
  readonly value: Value;
  readonly epoch: number;
  outcome?: Outcome;
  reason?: string | undefined;
}

export interface FakeOutbox extends Outbox {
  add(channel: string, second: number, value: Value, epoch?: number): StoredPoint;
  readonly points: readonly StoredPoint[];
  pending(): number;
  /** How many points have this verdict. */
  count(outcome: Outcome): number;
  /** While set, settle fails with it and changes nothing. */
  broken: Failure | undefined;
}

export const storeFailure = failure('store', 'the store is being reopened');

export function createFakeOutbox(): FakeOutbox {
  const points: StoredPoint[] = [];
  const outbox: FakeOutbox = {
    points,
    broken: undefined,
    add(channel, second, value, epoch = 1) {
      const point: StoredPoint = { seq: points.length, channel, second, value, epoch };
      points.push(point);
      return point;
    },
    pending: () => points.filter((p) => p.outcome === undefined).length,
    count: (outcome) => points.filter((p) => p.outcome === outcome).length,
    async peek(options) {
      const chosen = points.filter((p) => isWanted(p, options)).slice(0, options.points);
      return ok({ runs: runsOf(chosen), points: chosen.length });
    },
    async settle(settled) {
      if (outbox.broken) return err(outbox.broken);
      for (const { firstSeq, count, outcome, reason } of settled) {
        for (let seq = firstSeq; seq < firstSeq + count; seq += 1) {
          const point = points[seq];
          assert(point, `seq ${seq} was never stored`);
          if (point.outcome === undefined) Object.assign(point, { outcome, reason });
        }
      }
      return done;
    },
  };
  return outbox;
}

const isWanted = (point: StoredPoint, { fromSeq = 0, skip, skipChannel }: PeekOptions): boolean =>
  point.outcome === undefined &&
  point.seq >= fromSeq &&
  !skip?.(point.epoch) &&
  !skipChannel?.(point.channel);

function runsOf(points: readonly StoredPoint[]): Run[] {
  const runs: { -readonly [K in keyof Run]: Run[K] }[] = [];
  for (const { seq, channel, second, value, epoch } of points) {
    const last = runs.at(-1);
    const joins = last?.channel === channel && last.epoch === epoch;
    if (joins && last.firstSeq + last.seconds.length === seq) {
      last.seconds = [...last.seconds, second];
      last.values = [...last.values, value];
    } else {
      runs.push({ channel, epoch, firstSeq: seq, seconds: [second], values: [value] });
    }
  }
  return runs;
}
