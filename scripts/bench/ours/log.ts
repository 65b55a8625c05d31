// Our log on a real LevelDB, as the bench opens it: with its real syncs, or without.

import { type Log, openLog } from '../../../src/buffer/log.ts';
import type { Batch } from '../../../src/core/batch.ts';
import type { Column } from '../../../src/core/point.ts';
import type { Journal } from '../../../src/core/ports/journal.ts';
import type { KvOp, KvOpener } from '../../../src/core/ports/ordered-kv.ts';
import { ok, type Result } from '../../../src/core/result.ts';
import { createLevelOpener } from '../../../src/io/level/level.ts';

export const silent: Journal = { debug() {}, info() {}, warn() {}, error() {} };

export interface LogOptions {
  /** Whether commits wait for the disk, as in the agent. */
  readonly sync: boolean;
  /** Hears every commit. */
  readonly wrote?: (ops: readonly KvOp[]) => void;
}

export async function openBenchLog(dir: string, options: LogOptions): Promise<Log> {
  const opener = createBenchOpener(options);
  const whenFull = 'drop-oldest';
  const log = need(await openLog({ opener, journal: silent }, { dir, maxBytes: 1e12, whenFull }));
  const anchor = { bootId: 'bench', wallMs: 0, monoMs: 0 };
  need(await log.putEpoch({ id: epoch, ...anchor, trusted: true, shiftSeconds: 0 }));
  return log;
}

/** The epoch of all points of the bench: trusted, and as dated as it will ever be. */
export const epoch = 1;

function createBenchOpener({ sync, wrote }: LogOptions): KvOpener {
  const opener = createLevelOpener();
  return {
    async open(dir) {
      const opened = await opener.open(dir);
      if (!opened.ok) return opened;
      const kv = opened.value;
      return ok({
        ...kv,
        commit(ops, durability) {
          wrote?.(ops);
          return kv.commit(ops, sync ? durability : 'buffered');
        },
      });
    },
  };
}

export async function appendAll(log: Log, segments: readonly (readonly Column[])[]): Promise<void> {
  for (const columns of segments) need(await log.append(columns, { epoch }));
}

/** Settles the whole batch as delivered. */
export async function settleBatch(log: Log, { runs }: Batch): Promise<void> {
  const settled = runs.map(({ firstSeq, seconds }) => ({
    firstSeq,
    count: seconds.length,
    outcome: 'delivered' as const,
  }));
  need(await log.settle(settled));
}

export function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.kind}: ${result.failure.detail}`);
  return result.value;
}
