// One request's view of the store: the disk, what is on its way there, and its own writes on top.

import type { Failure } from '../../core/failure.ts';
import type { KeyRange, KvEntry } from '../../core/ports/ordered-kv.ts';
import type { Result } from '../../core/result.ts';
import type { Disk, Writes } from './disk.ts';

/** Writes that are not on the disk yet. A later batch has the higher number. */
export interface Batch {
  readonly number: number;
  readonly writes: Writes;
  /** Resolves when the batch is durable, or has failed. */
  readonly settled: Promise<Result<void>>;
}

export interface Transaction {
  get(key: string): Promise<Uint8Array | undefined>;
  /** The first `limit` entries of the range, from its end when `reverse`. */
  range(
    range: KeyRange,
    options: { readonly limit: number; readonly reverse?: boolean },
  ): Promise<readonly KvEntry[]>;
  put(key: string, value: Uint8Array): void;
  del(key: string): void;
}

export interface OpenTransaction extends Transaction {
  readonly writes: Writes;
  /** The newest batch that this transaction has read from: its answer must wait for it. */
  readonly dependsOn: Batch | undefined;
}

/**
 * The store failed below a request. Thrown to unwind the whole request from wherever it stands, and
 * caught in one place, the executor: no procedure can go on, and none can do anything about it.
 */
export class StoreFailed extends Error {
  override name = 'StoreFailed';
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.detail);
    this.failure = failure;
  }
}

const unwrap = <T>(result: Result<T>): T => {
  if (!result.ok) throw new StoreFailed(result.failure);
  return result.value;
};

/** `unsynced` gives the batches that are not on the disk at this moment, oldest first. */
export function openTransaction(disk: Disk, unsynced: () => readonly Batch[]): OpenTransaction {
  const writes = new Map<string, Uint8Array | null>();
  let dependsOn: Batch | undefined;
  const depend = (batch: Batch) => {
    if (dependsOn === undefined || batch.number > dependsOn.number) dependsOn = batch;
  };

  /** All unsynced writes of a range: captured before the disk is asked, since a sync may end meanwhile. */
  const overlay = (range: KeyRange): Writes => {
    const found = new Map<string, Uint8Array | null>();
    const collect = (from: Writes): boolean => {
      const before = found.size;
      for (const [key, value] of from) {
        if (key >= range.gte && key < range.lt) found.set(key, value);
      }
      return found.size > before;
    };
    for (const batch of unsynced()) if (collect(batch.writes)) depend(batch);
    collect(writes);
    return found;
  };

  return {
    writes,
    get dependsOn() {
      return dependsOn;
    },
    async get(key) {
      const own = writes.get(key);
      if (own !== undefined) return own ?? undefined;
      for (const batch of unsynced().toReversed()) {
        const value = batch.writes.get(key);
        if (value === undefined) continue;
        depend(batch);
        return value ?? undefined;
      }
      return unwrap(await disk.get(key));
    },
    range: (range, options) => mergedRange(disk, overlay(range), range, options),
    put: (key, value) => void writes.set(key, value),
    del: (key) => void writes.set(key, null),
  };
}

/** Reads pages of the disk and lays the overlay over them, until `limit` entries are together. */
async function mergedRange(
  disk: Disk,
  overlay: Writes,
  range: KeyRange,
  { limit, reverse = false }: { readonly limit: number; readonly reverse?: boolean },
): Promise<readonly KvEntry[]> {
  if (overlay.size === 0) return unwrap(await disk.range(range, { limit, reverse }));
  const before = (a: string, b: string): boolean => (reverse ? a > b : a < b);
  const laid = [...overlay.keys()].sort((a, b) => (before(a, b) ? -1 : 1));
  const merged: KvEntry[] = [];
  const lay = (key: string) => {
    const value = overlay.get(key);
    if (value) merged.push({ key, value });
  };
  let rest = range;
  let next = 0;
  for (;;) {
    const page = unwrap(await disk.range(rest, { limit, reverse }));
    for (const entry of page) {
      for (; next < laid.length && before(laid[next] ?? '', entry.key); next += 1) {
        lay(laid[next] ?? '');
      }
      if (!overlay.has(entry.key)) merged.push(entry);
    }
    const last = page.at(-1);
    const exhausted = page.length < limit || last === undefined;
    if (exhausted) for (; next < laid.length; next += 1) lay(laid[next] ?? '');
    if (exhausted || merged.length >= limit) return merged.slice(0, limit);
    rest = reverse ? { gte: rest.gte, lt: last.key } : { gte: `${last.key}\0`, lt: rest.lt };
  }
}
