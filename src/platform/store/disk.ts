// Disk: the synced part of the store, with the values that were used last kept at hand.
//
// The executor is the only writer, so a kept value is what the disk has; after a failed commit nobody
// knows what the disk has, and everything is forgotten.

import type { KeyRange, KvEntry, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { ok, type Result } from '../../core/result.ts';

/** What a commit puts (bytes) and deletes (null). */
export type Writes = ReadonlyMap<string, Uint8Array | null>;

export interface Disk {
  get(key: string): Promise<Result<Uint8Array | undefined>>;
  range(
    range: KeyRange,
    options: { readonly limit: number; readonly reverse?: boolean },
  ): Promise<Result<readonly KvEntry[]>>;
  /** Resolves when the writes are durable, all or none of them. */
  commit(writes: Writes): Promise<Result<void>>;
}

export function openDisk(kv: OrderedKv, keptBytes: number): Disk {
  // A map remembers the order of insertion: its first entry is the one that was used longest ago.
  const kept = new Map<string, Uint8Array>();
  let bytes = 0;
  const forget = (key: string): Uint8Array | undefined => {
    const value = kept.get(key);
    if (value === undefined) return undefined;
    kept.delete(key);
    bytes -= cost(key, value);
    return value;
  };
  const keep = (key: string, value: Uint8Array) => {
    forget(key);
    kept.set(key, value);
    bytes += cost(key, value);
    for (const oldest of kept.keys()) {
      if (bytes <= keptBytes) return;
      forget(oldest);
    }
  };

  return {
    async get(key) {
      const known = forget(key);
      const found = known === undefined ? await kv.get(key) : ok(known);
      if (found.ok && found.value !== undefined) keep(key, found.value);
      return found;
    },
    range: (range, options) => kv.range(range, options),
    async commit(writes) {
      const result = await kv.commit(operations(writes), 'durable');
      if (!result.ok) {
        kept.clear();
        bytes = 0;
        return result;
      }
      for (const [key, value] of writes) {
        if (value === null) forget(key);
        else keep(key, value);
      }
      return result;
    },
  };
}

const cost = (key: string, value: Uint8Array): number => key.length + value.length;

const operations = (writes: Writes) =>
  Array.from(writes, ([key, value]) =>
    value === null ? ({ type: 'del', key } as const) : ({ type: 'put', key, value } as const),
  );
