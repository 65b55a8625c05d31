// The executor: requests one at a time over the overlay, and group commit behind them.
//
// Invariants. (1) At most one request runs; at most one batch is being synced, and at most one gathers.
// (2) Nobody is answered before every batch that his request wrote to or read from is durable.
// (3) When a commit fails, it and everything built on it fails, and nothing of it stays in memory.

import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { OrderedKv } from '../../core/ports/ordered-kv.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { type Disk, openDisk } from './disk.ts';
import { probeKey } from './keys.ts';
import {
  type Batch,
  type OpenTransaction,
  openTransaction,
  StoreFailed,
  type Transaction,
} from './transaction.ts';

export interface Executor {
  /**
   * Runs the work alone and resolves when what it wrote and read is durable. Failures: `busy` (too
   * many wait), `closed`, and those of the store; then nothing that the work returned is true.
   */
  run<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T>>;
  /** Whether the last commit reached the disk; when it did not, whether one does now. */
  healthy(): Promise<boolean>;
  /** Waits for the requests and commits under way; refuses new ones. Does not close the store. */
  close(): Promise<void>;
}

interface Gathering extends Batch {
  readonly writes: Map<string, Uint8Array | null>;
  settle(result: Result<void>): void;
}

interface Ran<T> {
  readonly value: T;
  readonly until: Batch | undefined;
}

export function createExecutor(deps: {
  readonly kv: OrderedKv;
  readonly journal: Journal;
}): Executor {
  const disk = openDisk(deps.kv, limits.keptBytes);
  const commits = createCommits(disk, deps.journal);
  let turn: Promise<unknown> = Promise.resolve();
  let queued = 0;
  let closed = false;

  const attempt = async <T>(work: (tx: Transaction) => Promise<T>): Promise<Result<Ran<T>>> => {
    const lossesBefore = commits.losses;
    const tx = openTransaction(disk, commits.unsynced);
    try {
      const value = await work(tx);
      if (commits.losses !== lossesBefore) return err(failure('store', 'built on a lost commit'));
      return ok({ value, until: commits.take(tx) });
    } catch (error) {
      if (error instanceof StoreFailed) return err(error.failure);
      throw error;
    }
  };

  async function run<T>(work: (tx: Transaction) => Promise<T>): Promise<Result<T>> {
    if (closed) return err(failure('closed', 'the platform is closing'));
    if (queued >= limits.queuedRequests) return err(busy);
    queued += 1;
    const mine = turn.then(() => attempt(work));
    turn = mine.catch(() => undefined);
    const ran = await mine.finally(() => {
      queued -= 1;
    });
    if (!ran.ok) return ran;
    const durable = (await ran.value.until?.settled) ?? done;
    return durable.ok ? ok(ran.value.value) : durable;
  }

  return {
    run,
    // Whoever asks keeps requests away from a platform that says no: it has to find out by itself.
    healthy: async () => commits.healthy || (await run(probe)).ok,
    async close() {
      closed = true;
      await turn;
      await commits.idle();
    },
  };
}

/** A commit that leaves nothing: it takes away what is not there. */
const probe = async (tx: Transaction): Promise<void> => tx.del(probeKey);

const busy: Failure = failure('busy', 'too many requests wait', { afterMs: 1000 });

/** The batches between memory and disk: one gathers while the one before it is being synced. */
function createCommits(disk: Disk, journal: Journal) {
  let syncing: Gathering | undefined;
  let gathering: Gathering | undefined;
  let loop: Promise<void> = Promise.resolve();
  let batches = 0;
  let losses = 0;
  /** Since a commit last went well. */
  let failures = 0;

  const sync = async () => {
    while (gathering) {
      const batch: Gathering = gathering;
      syncing = batch;
      gathering = undefined;
      const result = await disk.commit(batch.writes);
      syncing = undefined;
      if (result.ok) recover();
      else lose(result);
      batch.settle(result);
    }
  };
  /** What has gathered meanwhile was built on the lost batch: it is lost with it. */
  const lose = (result: Result<void> & { readonly ok: false }) => {
    losses += 1;
    failures += 1;
    if (failures === 1) journal.error('platform commit failed', { ...result.failure });
    const orphan: Gathering | undefined = gathering;
    gathering = undefined;
    orphan?.settle(result);
  };

  const recover = () => {
    if (failures > 0) journal.warn('platform commits again', { failures });
    failures = 0;
  };

  return {
    get healthy() {
      return failures === 0;
    },
    /** How many commits have failed. */
    get losses() {
      return losses;
    },
    unsynced: (): readonly Batch[] => [syncing, gathering].filter((batch) => batch !== undefined),
    /** Takes a transaction's writes, and says which batch its answer has to wait for. */
    take(tx: OpenTransaction): Batch | undefined {
      if (tx.writes.size === 0) return tx.dependsOn;
      const wasIdle = syncing === undefined && gathering === undefined;
      gathering ??= newBatch(++batches);
      for (const [key, value] of tx.writes) gathering.writes.set(key, value);
      const taken = gathering;
      if (wasIdle) loop = sync();
      return taken;
    },
    idle: () => loop,
  };
}

function newBatch(number: number): Gathering {
  const { promise, resolve } = Promise.withResolvers<Result<void>>();
  return { number, writes: new Map(), settled: promise, settle: resolve };
}
