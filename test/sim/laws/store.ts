// What the agent's disk would give back if the power went now: read from a copy, through the log itself.

import assert from 'node:assert/strict';
import { type Log, openLog } from '../../../src/buffer/log.ts';
import type { Verification } from '../../../src/buffer/tend/verify.ts';
import type { Epoch } from '../../../src/core/epoch.ts';
import { balances, type Ledger } from '../../../src/core/ledger.ts';
import type { Value } from '../../../src/core/point.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import type { FakeDisk } from '../../fakes/kv.ts';
import { demand } from './demand.ts';

export interface Kept {
  readonly channel: string;
  /** As given by the epoch, before any shift. */
  readonly second: number;
  readonly epoch: number;
  readonly value: Value;
}

export interface Inventory {
  readonly ledger: Ledger;
  readonly reasons: Readonly<Record<string, number>>;
  readonly epochs: ReadonlyMap<number, Epoch>;
  readonly pending: readonly Kept[];
  readonly verification: Verification;
  /** What the log had to say to its operator when it was opened. */
  readonly complaints: readonly string[];
}

const dir = '/var/lib/holdfast/store';
const everything = { points: Number.MAX_SAFE_INTEGER, bytes: Number.MAX_SAFE_INTEGER };

export async function takeInventory(disk: FakeDisk): Promise<Inventory> {
  const journal = createFakeJournal();
  const room = { maxBytes: Number.MAX_SAFE_INTEGER, whenFull: 'drop-oldest' } as const;
  const opened = await openLog({ opener: disk.copy().opener, journal }, { dir, ...room });
  assert(opened.ok);
  const log: Log = opened.value;
  const peeked = await log.peek(everything);
  assert(peeked.ok);
  const verified = await log.verify();
  assert(verified.ok);
  const pending = peeked.value.runs.flatMap(({ channel, epoch, seconds, values }) =>
    seconds.map((second, i) => ({ channel, epoch, second, value: values[i] as Value })),
  );
  return {
    ledger: log.ledger(),
    reasons: log.reasons(),
    epochs: new Map(log.epochs().map((epoch) => [epoch.id, epoch])),
    pending,
    verification: verified.value,
    complaints: journal.lines.filter(({ level }) => level !== 'info').map(({ event }) => event),
  };
}

/** The log agrees with itself, and with the one equation. */
export function checkStore({ ledger, verification, complaints }: Inventory): void {
  demand(complaints.length === 0, 'the store opens without complaint', complaints);
  demand(verification.problems.length === 0, 'the log is whole', verification.problems);
  demand(balances(ledger), 'the stored account balances', ledger);
  const counted = verification.ledger;
  demand(ledger.pending === counted.pending, 'pending is what is there', { ledger, counted });
}
