// OrderedKv: an ordered key-value store on the disk, with a word for how durable a commit is.

import type { Result } from '../result.ts';

/** Half-open range of keys: gte <= key < lt. */
export interface KeyRange {
  readonly gte: string;
  readonly lt: string;
}

export type KvOp =
  | { readonly type: 'put'; readonly key: string; readonly value: Uint8Array }
  | { readonly type: 'del'; readonly key: string };

export interface KvEntry {
  readonly key: string;
  readonly value: Uint8Array;
}

/** `durable`: on the disk when the commit resolves. `buffered`: a power cut may still take it. */
export type Durability = 'durable' | 'buffered';

/** The store as it was at one moment, whatever is written from then on. */
export interface KvSnapshot {
  range(range: KeyRange, options: RangeOptions): Promise<Result<readonly KvEntry[]>>;
  /** Idempotent. Until then the disk keeps what has been deleted since. */
  close(): Promise<void>;
}

/** The first `limit` entries of the range, from its end when `reverse`. */
export interface RangeOptions {
  readonly limit: number;
  readonly reverse?: boolean;
}

/**
 * Contract. Keys are strings ordered by their UTF-8 bytes. A commit is atomic: after any crash all of
 * its operations are there or none. A durable commit outlives a power cut, and so does every commit
 * before it. Reads see all commits that have resolved. After a failure of kind `store` or
 * `disk-full` the handle is latched: every further commit fails until the store is closed and opened
 * again, since LevelDB can acknowledge and lose writes after an error.
 */
export interface OrderedKv {
  get(key: string): Promise<Result<Uint8Array | undefined>>;
  /** Values in the order of `keys`, undefined for the missing. */
  getMany(keys: readonly string[]): Promise<Result<readonly (Uint8Array | undefined)[]>>;
  range(range: KeyRange, options: RangeOptions): Promise<Result<readonly KvEntry[]>>;
  /** Sees all commits that have resolved, and of the others each whole or not at all. */
  snapshot(): Promise<Result<KvSnapshot>>;
  commit(ops: readonly KvOp[], durability: Durability): Promise<Result<void>>;
  /** Gives the space of deleted keys in this range back to the disk. */
  compact(range: KeyRange): Promise<Result<void>>;
  /** Bytes on the disk under this range, roughly. */
  sizeBytes(range: KeyRange): Promise<Result<number>>;
  /** Idempotent; waits for the commits in flight. */
  close(): Promise<void>;
}

/**
 * Opens the store in `dir`. A store that once existed there never opens empty: what marks its
 * existence outlives the loss of the database's own files. Failures: `in-use`, `store`, `corrupt`,
 * `forbidden`, `disk-full`.
 */
export interface KvOpener {
  open(dir: string): Promise<Result<OrderedKv>>;
}
