// The naive store: one LevelDB key a point, its value in JSON.

import { Level } from 'level';

export interface NaivePoint {
  readonly channel: string;
  readonly second: number;
  readonly value: unknown;
}

export interface NaiveStore {
  put(point: NaivePoint): Promise<void>;
  /** The oldest point with its key, found as everybody finds it: the first of an iterator. */
  oldest(): Promise<readonly [key: string, point: NaivePoint] | undefined>;
  del(key: string): Promise<void>;
  close(): Promise<void>;
}

export async function openNaiveStore(dir: string, options: { sync: boolean }): Promise<NaiveStore> {
  const db = new Level<string, NaivePoint>(dir, { valueEncoding: 'json' });
  await db.open();
  let next = 0;
  // The `sync` of LevelDB is an option of classic-level, which the types of `level` do not show.
  const write = options as object;
  return {
    put: (point) => db.put(`p${String(next++).padStart(16, '0')}`, point, write),
    async oldest() {
      for await (const entry of db.iterator({ limit: 1 })) return entry;
      return undefined;
    },
    del: (key) => db.del(key, write),
    close: () => db.close(),
  };
}
