// Store: the one handle on the disk under the log. It orders the operations, commits their steps, and
// after a failure lets nothing pass until the store has been closed and opened again.

import type { Epoch } from '../../core/epoch.ts';
import { type Failure, type FailureKind, failure } from '../../core/failure.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { KvOp, KvOpener, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { headKey, put, settledKey } from '../format/keys.ts';
import { sealJson } from '../format/seal.ts';
import type { Marks } from '../marks.ts';
import type { State, Step } from '../steps/state.ts';
import { load } from './load.ts';
import { createReader, type Reader } from './reader.ts';

export interface StoreDeps {
  readonly opener: KvOpener;
  readonly journal: Journal;
}

/** What is known while one handle is open. */
export interface Session {
  readonly kv: OrderedKv;
  readonly reader: Reader;
  readonly marks: Marks;
  readonly epochs: Map<number, Epoch>;
  /** As acknowledged: a step that failed to commit does not show here. */
  state: State;
}

/** A failed append that may have landed, and how to take it back. */
interface Doubt {
  readonly head: Uint8Array;
  readonly undo: readonly KvOp[];
}

export interface Store {
  readonly deps: StoreDeps;
  readonly dir: string;
  session: Session;
  /** The failure after which the handle is not to be trusted. */
  broken: Failure | undefined;
  /** Failures since a commit last went well: the journal hears of the first and of the end. */
  failures: number;
  doubt: Doubt | undefined;
  closed: boolean;
  /** Bytes of segments that were deleted and whose space has not been given back yet. */
  freedBytes: number;
  compacting: boolean;
  /** Bytes of segments that the disk can carry above its floor, when it was last looked at. */
  diskRoomBytes: number;
  /** Whether the disk was below its floor then. */
  belowFloor: boolean;
  /** Reasons of evictions that the journal has heard of since the log was last empty. */
  readonly toldReasons: Set<string>;
  /** Settles when the last operation has. */
  tail: Promise<unknown>;
}

export async function openStore(deps: StoreDeps, dir: string): Promise<Result<Store>> {
  const kv = await deps.opener.open(dir);
  if (!kv.ok) return kv;
  const session = await beginSession(kv.value, deps.journal);
  if (!session.ok) {
    await kv.value.close();
    return session;
  }
  return ok({
    deps,
    dir,
    session: session.value,
    broken: undefined,
    failures: 0,
    doubt: undefined,
    closed: false,
    freedBytes: 0,
    compacting: false,
    diskRoomBytes: Number.POSITIVE_INFINITY,
    belowFloor: false,
    toldReasons: new Set(),
    tail: Promise.resolve(),
  });
}

async function beginSession(kv: OrderedKv, journal: Journal): Promise<Result<Session>> {
  const loaded = await load(kv, journal);
  return loaded.ok ? ok({ kv, reader: createReader(kv), ...loaded.value }) : loaded;
}

/** After these the handle is latched, by the contract of OrderedKv. */
const untrusted: ReadonlySet<FailureKind> = new Set(['store', 'disk-full']);

/** Runs `work` after all that was asked before, on a store that is trusted; reopens it if need be. */
export function inOrder<T>(store: Store, work: () => Promise<Result<T>>): Promise<Result<T>> {
  const run = async (): Promise<Result<T>> => {
    if (store.closed) return err(failure('closed', 'the buffer is closed'));
    const ready = store.broken ? await reopen(store) : done;
    if (!ready.ok) return ready;
    const result = await work();
    if (!result.ok && untrusted.has(result.failure.kind)) distrust(store, result.failure);
    return result;
  };
  const result = store.tail.then(run);
  store.tail = result.catch(() => {});
  return result;
}

/** Idempotent; waits for what was asked before. */
export function closeStore(store: Store): Promise<void> {
  const closing = store.tail.then(() => {
    store.closed = true;
    return store.session.kv.close();
  });
  store.tail = closing;
  return closing;
}

/** Makes the step durable together with the records of its state; only then is it the state. */
export async function commitStep(
  store: Store,
  { state, ops }: Step,
  undo?: readonly KvOp[],
): Promise<Result<void>> {
  const { session } = store;
  const before = session.state;
  const head = sealJson(state.head);
  const all = [...ops, put(headKey, head)];
  if (state.settled !== before.settled) all.push(put(settledKey, sealJson(state.settled)));
  const committed = await session.kv.commit(all, 'durable');
  if (committed.ok) {
    session.state = state;
    tellOfRecovery(store);
    return committed;
  }
  if (undo) store.doubt = { head, undo: [...undo, put(headKey, sealJson(before.head))] };
  // The process that owned a closed store is gone: nobody opens it again in its name.
  if (committed.failure.kind !== 'closed') distrust(store, committed.failure);
  return committed;
}

function distrust(store: Store, reason: Failure): void {
  if (store.failures === 0) store.deps.journal.error('store failed', { ...reason });
  // Heard of twice: by the commit, and by the operation that it was part of.
  if (!store.broken) store.failures += 1;
  store.broken = reason;
}

/** A store that opens and fails again at the next commit has not recovered. */
function tellOfRecovery(store: Store): void {
  if (store.failures === 0) return;
  store.deps.journal.warn('store reopened', { failures: store.failures });
  store.failures = 0;
}

async function reopen(store: Store): Promise<Result<void>> {
  const { deps, dir, session: old } = store;
  await old.kv.close();
  const kv = await deps.opener.open(dir);
  if (!kv.ok) return kv;
  const settledDoubt = await resolveDoubt(kv.value, store.doubt);
  const session = settledDoubt.ok ? await beginSession(kv.value, deps.journal) : settledDoubt;
  if (!session.ok) {
    await kv.value.close();
    return session;
  }
  store.session = session.value;
  store.session.state = neverBackwards(session.value.state, old.state);
  store.doubt = undefined;
  store.broken = undefined;
  return done;
}

/** Takes back the append that failed, if it landed: its caller keeps the points and appends them again. */
async function resolveDoubt(kv: OrderedKv, doubt: Doubt | undefined): Promise<Result<void>> {
  if (!doubt) return done;
  const head = await kv.get(headKey);
  if (!head.ok) return head;
  const landed =
    head.value?.length === doubt.head.length && head.value.every((b, i) => b === doubt.head[i]);
  return landed ? kv.commit(doubt.undo, 'durable') : done;
}

/**
 * No seq is used twice, even when the disk lost what it had acknowledged: the missing points are
 * sensed, and peek will find nothing there and count them as lost.
 */
function neverBackwards(loaded: State, acknowledged: State): State {
  const missing = acknowledged.head.next - loaded.head.next;
  if (missing <= 0) return loaded;
  const { head } = loaded;
  const counts = { ...head.counts, sensed: head.counts.sensed + missing };
  return { ...loaded, head: { ...head, next: acknowledged.head.next, counts } };
}
