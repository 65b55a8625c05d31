// A disk with OrderedKv stores on it, in memory: it can lose what was not synced, and fail on demand.

import { type Failure, type FailureKind, failure } from '../../src/core/failure.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type {
  Durability,
  KeyRange,
  KvEntry,
  KvOp,
  KvOpener,
  KvSnapshot,
  OrderedKv,
} from '../../src/core/ports/ordered-kv.ts';
import { done, err, ok, type Result } from '../../src/core/result.ts';

export interface FakeDisk {
  readonly opener: KvOpener;
  /**
   * A power cut: every open handle is dead (`closed`), and of the commits that were not synced only
   * the `keep` oldest are still there (none if not given). With `landing` the durable commits that
   * were under way reached the disk, although nobody was told.
   */
  crash(options?: { readonly keep?: number; readonly landing?: boolean }): void;
  /** A disk of its own, as a power cut would leave this one now. */
  copy(): FakeDisk;
  /**
   * The next `times` commits fail (once if not given). With `landed` the operations are on the disk
   * all the same, as when the sync after the write failed.
   */
  failCommits(fault?: {
    readonly kind?: FailureKind;
    readonly times?: number;
    readonly landed?: boolean;
  }): void;
  /** The next `times` opens fail (once if not given). */
  failOpens(fault?: { readonly kind?: FailureKind; readonly times?: number }): void;
  /** Takes back the faults that have not come yet. */
  mend(): void;
  /** Damages stored bytes behind the back of all handles; undefined removes the key. */
  alter(dir: string, key: string, change: (value: Uint8Array) => Uint8Array | undefined): void;
  keys(dir: string): readonly string[];
  /** Entries that reads have returned so far, over all stores. */
  readonly entriesRead: number;
}

interface Store {
  /** What reads see, and what a power cut leaves. */
  live: SortedMap;
  durable: SortedMap;
  unsynced: (readonly KvOp[])[];
  /** Durable commits that have not landed yet, oldest first. */
  readonly underWay: Set<readonly KvOp[]>;
  open: boolean;
}

const emptyStore = (durable: readonly KvEntry[]): Store => ({
  live: createSortedMap(durable),
  durable: createSortedMap(durable),
  unsynced: [],
  underWay: new Set(),
  open: false,
});

interface DiskOptions {
  readonly clock?: Clock;
  readonly commitMs?: number;
}

/** With a clock, every durable commit takes `commitMs` of its time. */
export const createFakeDisk = (options: DiskOptions = {}): FakeDisk =>
  createDisk(new Map(), options);

function createDisk(stores: Map<string, Store>, options: DiskOptions): FakeDisk {
  const commitFaults: { kind: FailureKind; landed: boolean }[] = [];
  const openFaults: FailureKind[] = [];
  let life = 0;
  let entriesRead = 0;

  const wait = async (durability: Durability): Promise<void> => {
    if (durability === 'durable') await options.clock?.sleep(options.commitMs ?? 0);
  };

  function createHandle(store: Store): OrderedKv {
    const born = life;
    let latched: Failure | undefined;
    let closing = false;
    let lastCommit: Promise<unknown> = Promise.resolve();
    const refusal = (): Failure | undefined =>
      closing || life !== born ? failure('closed', 'the store is closed') : undefined;
    const reading = <T>(read: () => { value: T; entries: number }): Promise<Result<T>> => {
      const refused = refusal();
      if (refused) return Promise.resolve(err(refused));
      const { value, entries } = read();
      entriesRead += entries;
      return Promise.resolve(ok(value));
    };

    const land = (ops: readonly KvOp[], durability: Durability): Result<void> => {
      if (life !== born) return err(failure('closed', 'the power is gone'));
      if (latched) return err(latched);
      const fault = commitFaults.shift();
      if (!fault || fault.landed) apply(store, ops, durability);
      if (!fault) return done;
      latched = failure(fault.kind, 'a fault that the test asked for');
      return err(latched);
    };

    return {
      get: (key) => reading(() => ({ value: store.live.get(key), entries: 1 })),
      getMany: (keys) =>
        reading(() => ({ value: keys.map((key) => store.live.get(key)), entries: keys.length })),
      range: (range, rangeOptions) =>
        reading(() => {
          const value = store.live.range(range, rangeOptions.limit, rangeOptions.reverse ?? false);
          return { value, entries: value.length };
        }),
      snapshot: () =>
        reading(() => {
          const then = createSortedMap(store.live.entries());
          const range: KvSnapshot['range'] = (range, { limit, reverse = false }) =>
            reading(() => {
              const value = then.range(range, limit, reverse);
              return { value, entries: value.length };
            });
          return { value: { range, close: async () => {} }, entries: 0 };
        }),
      commit(ops, durability) {
        const refused = refusal();
        if (refused) return Promise.resolve(err(refused));
        if (durability === 'durable') store.underWay.add(ops);
        const committed = wait(durability).then(() => {
          store.underWay.delete(ops);
          return land(ops, durability);
        });
        lastCommit = committed;
        return committed;
      },
      compact: () => reading(() => ({ value: undefined, entries: 0 })),
      sizeBytes: (range) =>
        reading(() => ({ value: sizeOf(store.live.range(range, Infinity, false)), entries: 0 })),
      async close() {
        const first = !closing;
        closing = true;
        await lastCommit;
        if (first && life === born) store.open = false;
      },
    };
  }

  return {
    opener: {
      open(dir) {
        const fault = openFaults.shift();
        if (fault) return Promise.resolve(err(failure(fault, 'a fault that the test asked for')));
        const store = stores.get(dir) ?? emptyStore([]);
        if (store.open) return Promise.resolve(err(failure('in-use', `${dir} is open already`)));
        store.open = true;
        stores.set(dir, store);
        return Promise.resolve(ok(createHandle(store)));
      },
    },
    crash({ keep = 0, landing = false } = {}) {
      life++;
      for (const store of stores.values()) {
        // What landed last took all that was written before it along.
        if (landing) for (const ops of store.underWay) apply(store, ops, 'durable');
        for (const ops of store.unsynced.slice(0, keep)) write(store.durable, ops);
        store.unsynced = [];
        store.underWay.clear();
        store.live = createSortedMap(store.durable.entries());
        store.open = false;
      }
    },
    copy() {
      const left = [...stores].map(
        ([dir, store]) => [dir, emptyStore(store.durable.entries())] as const,
      );
      return createDisk(new Map(left), {});
    },
    failCommits({ kind = 'store', times = 1, landed = false } = {}) {
      for (let i = 0; i < times; i++) commitFaults.push({ kind, landed });
    },
    failOpens({ kind = 'store', times = 1 } = {}) {
      for (let i = 0; i < times; i++) openFaults.push(kind);
    },
    mend() {
      commitFaults.length = 0;
      openFaults.length = 0;
    },
    alter(dir, key, change) {
      for (const map of [stores.get(dir)?.live, stores.get(dir)?.durable]) {
        const value = map?.get(key);
        const changed = value && change(value);
        if (changed) map?.put(key, changed);
        else map?.del(key);
      }
    },
    keys: (dir) =>
      stores
        .get(dir)
        ?.live.entries()
        .map(({ key }) => key) ?? [],
    get entriesRead() {
      return entriesRead;
    },
  };
}

function apply(store: Store, ops: readonly KvOp[], durability: Durability): void {
  // The disk keeps its own copy: what the caller does with its arrays later changes nothing.
  const copied = ops.map((op) => (op.type === 'put' ? { ...op, value: op.value.slice() } : op));
  write(store.live, copied);
  store.unsynced.push(copied);
  if (durability === 'buffered') return;
  for (const synced of store.unsynced) write(store.durable, synced);
  store.unsynced = [];
}

function write(map: SortedMap, ops: readonly KvOp[]): void {
  for (const op of ops) {
    if (op.type === 'put') map.put(op.key, op.value);
    else map.del(op.key);
  }
}

const sizeOf = (entries: readonly KvEntry[]): number =>
  entries.reduce((bytes, { key, value }) => bytes + key.length + value.length, 0);

interface SortedMap {
  get(key: string): Uint8Array | undefined;
  put(key: string, value: Uint8Array): void;
  del(key: string): void;
  range(range: KeyRange, limit: number, reverse: boolean): KvEntry[];
  entries(): KvEntry[];
}

function createSortedMap(entries: readonly KvEntry[]): SortedMap {
  const values = new Map(entries.map(({ key, value }) => [key, value]));
  const keys = entries.map(({ key }) => key);
  const lowerBound = (key: string): number => {
    let low = 0;
    let high = keys.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compareUtf8(keys[middle] as string, key) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const entry = (key: string): KvEntry => ({ key, value: values.get(key) as Uint8Array });

  return {
    get: (key) => values.get(key),
    put(key, value) {
      if (!values.has(key)) keys.splice(lowerBound(key), 0, key);
      values.set(key, value);
    },
    del(key) {
      if (values.delete(key)) keys.splice(lowerBound(key), 1);
    },
    range({ gte, lt }, limit, reverse) {
      const from = lowerBound(gte);
      const to = Math.max(from, lowerBound(lt));
      if (!reverse) return keys.slice(from, Math.min(to, from + limit)).map(entry);
      return keys
        .slice(Math.max(from, to - limit), to)
        .reverse()
        .map(entry);
    },
    entries: () => keys.map(entry),
  };
}

/** The order of the UTF-8 bytes, which differs from that of JavaScript's strings past U+D7FF. */
function compareUtf8(a: string, b: string): number {
  for (let i = 0; i < a.length && i < b.length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue;
    return Buffer.compare(Buffer.from(a), Buffer.from(b));
  }
  return a.length - b.length;
}
