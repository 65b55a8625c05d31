// Room: when the log is full, its oldest segments go, counted as evicted.

import { limits } from '../../core/limits.ts';
import { done, type Result } from '../../core/result.ts';
import { intervalAt } from '../format/intervals.ts';
import { settle } from '../settle.ts';
import type { Store } from '../store/store.ts';

/** Drops the oldest segments until `bytes` are free, or all is dropped. */
export async function makeRoom(store: Store, bytes: number): Promise<Result<void>> {
  const { reader, state } = store.session;
  const { head, settled } = state;
  let freed = 0;
  let at = head.cursor;
  while (freed < bytes && at < head.next) {
    const inside = intervalAt(settled, at);
    const found = await reader.at(inside?.end ?? at, {
      from: head.cursor,
      to: head.next,
      points: limits.batchPoints,
    });
    if (!found.ok) return found;
    freed += found.value.bytes;
    at = found.value.end;
  }
  if (at === head.cursor) return done;
  const dropped = { first: head.cursor, end: at, outcome: 'evicted', reason: 'full' } as const;
  return settle(store, [dropped]);
}
