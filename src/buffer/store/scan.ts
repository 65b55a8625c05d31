// Scan: a range of any length, a chunk at a time.

import type { KeyRange, KvEntry, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { done, type Result } from '../../core/result.ts';

const chunkEntries = 64;

/** Visits every entry of the range in order. Never on the way of a point: only at start and for tools. */
export async function scan(
  kv: OrderedKv,
  range: KeyRange,
  visit: (entry: KvEntry) => void,
): Promise<Result<void>> {
  for (let gte = range.gte; ; ) {
    const read = await kv.range({ gte, lt: range.lt }, { limit: chunkEntries });
    if (!read.ok) return read;
    for (const entry of read.value) visit(entry);
    const last = read.value.at(-1);
    if (!last || read.value.length < chunkEntries) return done;
    gte = `${last.key}\0`;
  }
}
