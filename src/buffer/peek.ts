// Peek: the oldest pending points, as runs of one channel, without taking them.

import type { Batch, PeekOptions } from '../core/batch.ts';
import { ok, type Result } from '../core/result.ts';
import { createBatchBuilder, partOf } from './batch-builder.ts';
import { intervalAt, nextLongInterval, partsOutside } from './format/intervals.ts';
import { stretchAt } from './format/stretches.ts';
import type { Found } from './store/reader.ts';
import type { Session } from './store/store.ts';

export interface Peeked {
  readonly batch: Batch;
  /** Damage that was met on the way: to be settled before anything is sent. */
  readonly damage: readonly Found[];
}

/** Shorter settled intervals are read through: a second seek costs more than a few dead keys. */
const longInterval = 16_000;

export async function peek(session: Session, options: PeekOptions): Promise<Result<Peeked>> {
  const { reader, state } = session;
  const { head, settled, stretches } = state;
  const batch = createBatchBuilder(options);
  const damage: Found[] = [];
  const from = Math.max(head.cursor, options.fromSeq ?? 0);
  let at = from;
  while (at < head.next && !batch.full) {
    const inside = intervalAt(settled, at);
    if (inside) {
      at = inside.end;
      continue;
    }
    const stretch = stretchAt(stretches, at);
    const end = Math.min(stretch.end, head.next);
    if (stretch.epoch !== undefined && options.skip?.(stretch.epoch)) {
      at = end;
      continue;
    }
    const to = Math.min(nextLongInterval(settled, at, longInterval) ?? end, end);
    const found = await reader.at(at, { from: head.cursor, to, points: batch.room });
    if (!found.ok) return found;
    for (const run of found.value.runs ?? []) {
      if (options.skipChannel?.(run.channel)) continue;
      const first = Math.max(run.firstSeq, from);
      for (const part of partsOutside(settled, first, run.firstSeq + run.seconds.length)) {
        batch.add(partOf(run, part.first, part.end));
      }
    }
    if (!found.value.runs) damage.push(found.value);
    at = found.value.end;
  }
  return ok({ batch: batch.done(), damage });
}
