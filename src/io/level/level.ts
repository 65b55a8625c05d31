// OrderedKv on LevelDB. A store that existed never opens empty, a failed write ends all trust in the
// handle, and a durable commit is durable with its directory entry too.

import { type Failure, failure } from '../../core/failure.ts';
import type {
  KeyRange,
  KvEntry,
  KvOp,
  KvOpener,
  OrderedKv,
  RangeOptions,
} from '../../core/ports/ordered-kv.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { levelFailure } from './failures.ts';
import { createFolderSync, type FolderSync } from './folder-sync.ts';
import { type Database, openDatabase } from './open.ts';

export function createLevelOpener(): KvOpener {
  return {
    async open(dir) {
      const opened = await openDatabase(dir);
      if (!opened.ok) return opened;
      const folder = createFolderSync(dir);
      if (folder.ok) return ok(createLevelKv(opened.value, folder.value));
      await opened.value.close();
      return folder;
    },
  };
}

// A range comes in one go: LevelDB's own step of 16 KiB costs a task of the thread pool each.
const rangeStepBytes = 1024 * 1024;

async function rangeOf(
  db: Database,
  { gte, lt }: KeyRange,
  options: RangeOptions & { readonly snapshot?: ReturnType<Database['snapshot']> },
): Promise<readonly KvEntry[]> {
  const bounds = { gte, lt, highWaterMarkBytes: rangeStepBytes };
  const entries = await db.iterator({ ...bounds, ...options }).all();
  return entries.map(([key, value]) => ({ key, value }));
}

function createLevelKv(db: Database, folder: FolderSync): OrderedKv {
  let broken: Failure | undefined;
  const inFlight = new Set<Promise<Result<void>>>();
  let closing: Promise<void> | undefined;

  async function write(ops: readonly KvOp[], durable: boolean): Promise<Result<void>> {
    try {
      await db.batch([...ops], { sync: durable });
      if (durable) await folder.sync();
      else folder.wrote();
      return broken ? err(broken) : done;
    } catch (thrown) {
      broken ??= levelFailure(thrown, 'writing to the store failed', 'store');
      return err(broken);
    }
  }

  async function closeAll(): Promise<void> {
    await Promise.all(inFlight);
    // What a failed close would lose was lost before: nothing waits for it.
    await db.close().catch(() => undefined);
    folder.close();
  }

  async function read<T>(work: () => Promise<T>): Promise<Result<T>> {
    if (closing) return err(failure('closed', 'the store is closed'));
    try {
      return ok(await work());
    } catch (thrown) {
      const failed = levelFailure(thrown, 'reading the store failed');
      if (failed.kind === 'store') broken ??= failed;
      return err(failed);
    }
  }

  return {
    get: (key) => read(() => db.get(key)),
    getMany: (keys) => read(() => db.getMany([...keys])),
    range: (range, options) => read(() => rangeOf(db, range, options)),
    snapshot: () =>
      read(async () => {
        const snapshot = db.snapshot();
        return {
          range: (range: KeyRange, options: RangeOptions) =>
            read(() => rangeOf(db, range, { ...options, snapshot })),
          close: () => snapshot.close(),
        };
      }),
    async commit(ops, durability) {
      if (closing) return err(failure('closed', 'the store is closed'));
      if (broken) return err(broken);
      const writing = write(ops, durability === 'durable');
      inFlight.add(writing);
      const written = await writing;
      inFlight.delete(writing);
      return written;
    },
    compact: ({ gte, lt }) => read(() => db.compactRange(gte, lt)),
    sizeBytes: ({ gte, lt }) => read(() => db.approximateSize(gte, lt)),
    close() {
      closing ??= closeAll();
      return closing;
    },
  };
}
