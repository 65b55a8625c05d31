// Load: where the log stood, from the records of the store. The cost does not grow with the log.

import type { Epoch } from '../../core/epoch.ts';
import { balances } from '../../core/ledger.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { KeyRange, KvEntry, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { ok, type Result } from '../../core/result.ts';
import { countLeaving, emptyHead, type Head } from '../format/head.ts';
import { type Interval, type Intervals, intervalsFrom } from '../format/intervals.ts';
import { allOf, headKey, segmentsIn, seqOfKey, settledKey } from '../format/keys.ts';
import { unsealJson } from '../format/seal.ts';
import { decodeSegment, storedBytes } from '../format/segment.ts';
import type { Stretch } from '../format/stretches.ts';
import { createMarks, type Marks } from '../marks.ts';
import { ledgerOf, type State } from '../steps/state.ts';
import { scan } from './scan.ts';

export interface Loaded {
  readonly state: State;
  readonly marks: Marks;
  readonly epochs: Map<number, Epoch>;
}

/** Reads the state. What the records cannot vouch for is counted and said, and the log goes on. */
export async function load(kv: OrderedKv, journal: Journal): Promise<Result<Loaded>> {
  const records = await kv.getMany([headKey, settledKey]);
  if (!records.ok) return records;
  const [headRecord, settledRecord] = records.value;
  const stored = await storedHead(kv, headRecord);
  if (!stored.ok) return stored;
  const head = await reachingTheEnd(kv, stored.value);
  if (!head.ok) return head;
  const stretches = await collect(kv, allOf('t'), stretchOf);
  if (!stretches.ok) return stretches;
  const epochs = await collect(kv, allOf('e'), ({ value }) => unsealJson<Epoch>(value));
  if (!epochs.ok) return epochs;
  const marks = await loadMarks(kv, head.value);
  if (!marks.ok) return marks;

  const intervals = settledRecord && unsealJson<Intervals>(settledRecord);
  const settled = clamped(intervals ?? [], head.value);
  const state = { head: head.value, settled, stretches: stretches.value };
  return ok({
    state: balanced(state, journal),
    marks: marks.value,
    epochs: new Map(epochs.value.map((epoch) => [epoch.id, epoch])),
  });
}

/** The head as it was written; when it is damaged or gone, one that starts at the oldest segment. */
async function storedHead(kv: OrderedKv, record: Uint8Array | undefined): Promise<Result<Head>> {
  const head = record && unsealJson<Head>(record);
  if (head) return ok(head);
  const oldest = await kv.range(allOf('s'), { limit: 1 });
  if (!oldest.ok) return oldest;
  const first = oldest.value[0] ? seqOfKey(oldest.value[0].key) : 0;
  return ok({ ...emptyHead, next: first, cursor: first, marked: first });
}

/** With the segments past `next` that a healthy store does not have, and a repaired one may. */
async function reachingTheEnd(kv: OrderedKv, head: Head): Promise<Result<Head>> {
  let { next, segments, bytes } = head;
  const scanned = await scan(kv, segmentsIn(head.next, Number.MAX_SAFE_INTEGER), (entry) => {
    const first = seqOfKey(entry.key);
    next = decodeSegment(first, entry.value)?.end ?? first + 1;
    segments++;
    bytes += storedBytes(first, entry.value);
  });
  return scanned.ok ? ok({ ...head, next, segments, bytes }) : scanned;
}

async function loadMarks(kv: OrderedKv, head: Head): Promise<Result<Marks>> {
  const entries = await collect(kv, allOf('m'), (entry) => entry);
  if (!entries.ok) return entries;
  const marks = createMarks(entries.value);
  const scanned = await scan(kv, segmentsIn(head.marked, head.next), ({ key, value }) => {
    marks.note(decodeSegment(seqOfKey(key), value)?.runs ?? [], value.length);
  });
  return scanned.ok ? ok(marks) : scanned;
}

function clamped(intervals: Intervals, { cursor, next }: Head): Intervals {
  const below: Interval[] = intervals
    .filter(({ first }) => first < next)
    .map(({ first, end }) => ({ first, end: Math.min(end, next) }));
  return intervalsFrom(below, cursor);
}

/**
 * A store that lost records does not balance: points that it gives back are sensed again, points that
 * it does not have are evicted as lost.
 */
function balanced(state: State, journal: Journal): State {
  const ledger = ledgerOf(state);
  if (balances(ledger)) return state;
  const { sensed, delivered, rejected, thinned, evicted, pending } = ledger;
  const missing = sensed - (delivered + rejected + thinned + evicted + pending);
  journal.error('ledger did not balance', { missing });
  const { head } = state;
  if (missing > 0) {
    return { ...state, head: countLeaving(head, missing, { outcome: 'evicted', reason: 'lost' }) };
  }
  return { ...state, head: { ...head, counts: { ...head.counts, sensed: sensed - missing } } };
}

const stretchOf = ({ key, value }: KvEntry): Stretch | undefined => {
  const epoch = unsealJson<number>(value);
  return epoch === undefined ? undefined : { first: seqOfKey(key), epoch };
};

async function collect<T>(
  kv: OrderedKv,
  range: KeyRange,
  pick: (entry: KvEntry) => T | undefined,
): Promise<Result<T[]>> {
  const picked: T[] = [];
  const scanned = await scan(kv, range, (entry) => {
    const one = pick(entry);
    if (one !== undefined) picked.push(one);
  });
  return scanned.ok ? ok(picked) : scanned;
}
