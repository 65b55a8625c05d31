// A log on a fake disk, and the few words in which the tests of the buffer speak.

import assert from 'node:assert/strict';
import { type Log, type LogOptions, openLog } from '../../../src/buffer/log.ts';
import type { Batch, PeekOptions } from '../../../src/core/batch.ts';
import { balances } from '../../../src/core/ledger.ts';
import type { Column } from '../../../src/core/point.ts';
import type { Result } from '../../../src/core/result.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import { createFakeDisk, type FakeDisk } from '../../fakes/kv.ts';

export const dir = '/state/buffer';

export function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.failure.kind}: ${result.failure.detail}`);
  return result.value;
}

export const kindOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.failure.kind);

export interface Bench {
  readonly disk: FakeDisk;
  readonly journal: ReturnType<typeof createFakeJournal>;
  /** Opens the log of this disk; `options` as in openLog. */
  open(options?: Partial<LogOptions>): Promise<Log>;
}

export function createBench(disk = createFakeDisk()): Bench {
  const journal = createFakeJournal();
  return {
    disk,
    journal,
    async open(options) {
      const deps = { opener: disk.opener, journal };
      return value(
        await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest', ...options }),
      );
    },
  };
}

/** `count` points of a channel, a second apart from `start` on, with the seconds as values. */
export const column = (channel: string, start: number, count: number): Column => {
  const seconds = Array.from({ length: count }, (_, i) => start + i);
  return { channel, seconds, values: seconds };
};

export const everything: PeekOptions = { points: 1e6, bytes: 1e9 };

export const peekAll = async (log: Log, options = everything): Promise<Batch> =>
  value(await log.peek(options));

/** The pending points as `channel@second`, in the order in which they would be sent. */
export const pendingNames = async (log: Log, options = everything): Promise<string[]> =>
  (await peekAll(log, options)).runs.flatMap(({ channel, seconds }) =>
    seconds.map((second) => `${channel}@${second}`),
  );

/** The equation holds, for the counters and for a count of the segments themselves. */
export async function assertBalanced(log: Log): Promise<void> {
  const { ledger } = value(await log.verify());
  assert.ok(balances(ledger), JSON.stringify(ledger));
  assert.deepEqual(ledger, log.ledger());
}

/** Balanced, and every segment is where and as large as the head says. */
export async function assertSound(log: Log): Promise<void> {
  await assertBalanced(log);
  assert.deepEqual(value(await log.verify()).problems, []);
}

export const deliver = (firstSeq: number, count: number) =>
  ({ firstSeq, count, outcome: 'delivered' }) as const;
