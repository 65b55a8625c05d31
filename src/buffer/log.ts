// Log: every point the agent has sensed and not yet delivered, on the disk, in the order of its seq.
//
// Invariants. docs/buffer-format.md draws them.
// - Points have consecutive seqs, given once. Everything below the cursor is settled and gone; above
//   it, what is settled is a few intervals. So pending = next - cursor - settled above the cursor.
// - Each operation is one atomic, durable batch, counters included; it shows only once it is durable.
// - Operations run one after another, in the order in which they were asked for.
// - After a failed commit nothing is acknowledged until the store was closed and opened again, which
//   the next operation does. What a failed append may have left behind is taken back then, so that its
//   caller can append the same points again and nothing is counted twice.
// - The cost of peek, settle and append does not depend on how long the log is, nor was.

import type { Batch, Outbox, PeekOptions, Settlement } from '../core/batch.ts';
import type { Epoch } from '../core/epoch.ts';
import type { Failure } from '../core/failure.ts';
import type { Ledger } from '../core/ledger.ts';
import type { Column } from '../core/point.ts';
import { ok, type Result } from '../core/result.ts';
import { type Appended, type AppendOptions, append } from './append.ts';
import { peek } from './peek.ts';
import { settle } from './settle.ts';
import { firstPending, ledgerOf } from './steps/state.ts';
import { closeStore, inOrder, openStore, type Store, type StoreDeps } from './store/store.ts';
import { setAside } from './tend/damage.ts';
import { putEpoch } from './tend/epochs.ts';
import { type Capacity, type Room, roomOf } from './tend/room.ts';
import { type Outlook, tend } from './tend/tend.ts';
import { type Verification, verify } from './tend/verify.ts';

export interface LogOptions extends Capacity {
  /** The folder of the store. */
  readonly dir: string;
}

export interface LogStats {
  /** What the kept segments take, as stored. */
  readonly bytes: number;
  readonly segments: number;
  /** Pending points. */
  readonly points: number;
  /** The oldest pending point; undefined when there is none, or it cannot be read. */
  readonly oldest?: { readonly second: number; readonly epoch: number };
  readonly room: Room;
  /** The disk has less free space than it is to keep. */
  readonly belowFloor: boolean;
  /** Why nothing is acknowledged now: the store failed, and has not been opened again. */
  readonly failure?: Failure;
}

export interface Log extends Outbox {
  /**
   * Durable when it resolves; the counts without points join the ledger in the same batch. On any
   * failure nothing was appended: the caller keeps the points and appends them again.
   */
  append(columns: readonly Column[], options: AppendOptions): Promise<Result<Appended>>;
  ledger(): Ledger;
  /** Points that were not delivered, by outcome and reason (`thinned collision`). */
  reasons(): Readonly<Record<string, number>>;
  stats(): LogStats;
  /** The last second in which the channel has ever stored a point. */
  mark(channel: string): number | undefined;
  epochs(): readonly Epoch[];
  putEpoch(epoch: Epoch): Promise<Result<void>>;
  /** Makes room and forgets what is too old, a bounded part at a time: to be called every few seconds. */
  tend(outlook: Outlook): Promise<Result<void>>;
  /** Counts everything again from the segments. Reads the whole log. */
  verify(): Promise<Result<Verification>>;
  /** Waits for the operations that were asked for before. */
  close(): Promise<void>;
}

/** Opens the log in `options.dir`, or makes it. Failures: those of KvOpener. */
export async function openLog(deps: StoreDeps, options: LogOptions): Promise<Result<Log>> {
  const opened = await openStore(deps, options.dir);
  if (!opened.ok) return opened;
  const store = opened.value;
  const oldest = createOldest(store);
  await oldest.refresh();
  const changing = <T>(work: () => Promise<Result<T>>): Promise<Result<T>> =>
    inOrder(store, async () => {
      const result = await work();
      await oldest.refresh();
      return result;
    });

  return ok({
    append: (columns, how) => changing(() => append(store, options, columns, how)),
    peek: (how) => changing(() => peekWhole(store, how)),
    settle: (settled) => changing(() => settle(store, settled.map(verdictOf))),
    ledger: () => ledgerOf(store.session.state),
    reasons: () => store.session.state.head.reasons,
    stats() {
      const { head } = store.session.state;
      const { pending: points } = ledgerOf(store.session.state);
      return {
        bytes: head.bytes,
        segments: head.segments,
        points,
        ...oldest.value(),
        room: roomOf(store, options),
        belowFloor: store.belowFloor,
        ...(store.broken && { failure: store.broken }),
      };
    },
    mark: (channel) => store.session.marks.get(channel),
    epochs: () => [...store.session.epochs.values()],
    putEpoch: (epoch) => inOrder(store, () => putEpoch(store, epoch)),
    tend: (outlook) => changing(() => tend(store, options, outlook)),
    verify: () => inOrder(store, () => verify(store.session)),
    close: () => closeStore(store),
  });
}

const verdictOf = ({ firstSeq, count, outcome, reason }: Settlement) => ({
  first: firstSeq,
  end: firstSeq + count,
  outcome,
  reason,
});

/** Peeks until nothing on the way is damaged: each round settles what the last one met. */
async function peekWhole(store: Store, options: PeekOptions): Promise<Result<Batch>> {
  for (;;) {
    const peeked = await peek(store.session, options);
    if (!peeked.ok) return peeked;
    if (peeked.value.damage.length === 0) return ok(peeked.value.batch);
    const settled = await setAside(store, peeked.value.damage);
    if (!settled.ok) return settled;
  }
}

/** Keeps at hand what the oldest pending point is, at the cost of a read when it changed. */
function createOldest(store: Store) {
  let seq = -1;
  let oldest: LogStats['oldest'];
  return {
    value: (): Pick<LogStats, 'oldest'> => (oldest ? { oldest } : {}),
    async refresh(): Promise<void> {
      const { reader, state } = store.session;
      const first = firstPending(state);
      if (first === seq && oldest) return;
      seq = first;
      oldest = undefined;
      const { cursor: from, next: to } = state.head;
      if (first === to) return;
      const found = await reader.at(first, { from, to, points: 1 });
      const runs = found.ok ? (found.value.runs ?? []) : [];
      const run = runs.findLast(({ firstSeq }) => firstSeq <= first);
      const second = run?.seconds[first - run.firstSeq];
      if (run && second !== undefined) oldest = { second, epoch: run.epoch };
    },
  };
}
