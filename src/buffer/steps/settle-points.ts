// Settle points: the step that turns verdicts on seqs into counters and intervals, and deletes the
// segments in which nothing is pending any more.

import { ok, type Result } from '../../core/result.ts';
import { countLeaving, type Leaving } from '../format/head.ts';
import {
  type Interval,
  type Intervals,
  intervalAt,
  intervalsFrom,
  partsOutside,
  withInterval,
} from '../format/intervals.ts';
import { del, segmentKey, stretchKey } from '../format/keys.ts';
import { stretchesFrom } from '../format/stretches.ts';
import type { Found } from '../store/reader.ts';
import type { Session } from '../store/store.ts';
import type { State, Step } from './state.ts';

/** What became of the seqs from `first` up to `end`. */
export interface Verdict extends Interval {
  /** `moved`: the point lives on under another seq, and no counter changes. */
  readonly outcome: Leaving | 'moved';
  readonly reason?: string | undefined;
}

/** The step that carries out the verdicts, from any state that the session's store holds. */
export async function settlePoints(
  session: Session,
  state: State,
  verdicts: readonly Verdict[],
): Promise<Result<Step>> {
  const { fresh, settled, head } = judge(state, verdicts);
  if (fresh.length === 0) return ok({ state, ops: [] });
  const touched = await foundIn(session, state, fresh);
  if (!touched.ok) return touched;
  const gone = touched.value.filter(({ first, end }) => !partsOutside(settled, first, end).length);
  const cursor = await cursorAfter(session, state, settled);
  if (!cursor.ok) return cursor;

  const stretches = stretchesFrom(state.stretches, cursor.value);
  const ops = stretches.gone.map(({ first }) => del(stretchKey(first)));
  let { segments, bytes, marked } = head;
  for (const found of gone) {
    if (found.bytes === 0) continue;
    ops.push(del(segmentKey(found.first)));
    session.reader.forget(found.first);
    segments--;
    bytes -= found.bytes;
  }
  // A segment that goes leaves the marks of its channels behind.
  if (gone.some(({ end }) => end > marked)) {
    ops.push(...session.marks.flush());
    marked = head.next;
  }
  const empty = cursor.value === head.next;
  const kept = empty ? { segments: 0, bytes: 0 } : { segments, bytes };
  return ok({
    state: {
      head: { ...head, ...kept, cursor: cursor.value, marked },
      settled: intervalsFrom(settled, cursor.value),
      stretches: stretches.kept,
    },
    ops,
  });
}

/** Counts what the verdicts name for the first time, and adds it to the intervals. */
function judge(state: State, verdicts: readonly Verdict[]) {
  let { head, settled } = state;
  const fresh: Interval[] = [];
  for (const verdict of merged(verdicts)) {
    const first = Math.max(verdict.first, head.cursor);
    const end = Math.min(verdict.end, head.next);
    const parts = partsOutside(settled, first, end);
    if (parts.length === 0) continue;
    const { outcome, reason } = verdict;
    const points = parts.reduce((sum, part) => sum + part.end - part.first, 0);
    if (outcome !== 'moved') head = countLeaving(head, points, { outcome, reason });
    settled = withInterval(settled, first, end);
    fresh.push(...parts);
  }
  return { head, settled, fresh: fresh.sort((a, b) => a.first - b.first) };
}

/** In order of seq, neighbours of one mind as one: receipts may name points singly. */
function merged(verdicts: readonly Verdict[]): Verdict[] {
  const result: Verdict[] = [];
  for (const verdict of verdicts.toSorted((a, b) => a.first - b.first)) {
    const last = result.at(-1);
    const joins =
      last?.end === verdict.first &&
      last.outcome === verdict.outcome &&
      last.reason === verdict.reason;
    if (joins) result[result.length - 1] = { ...last, end: verdict.end };
    else result.push(verdict);
  }
  return result;
}

/** What stands in the log at these parts, each thing once. */
async function foundIn(
  { reader }: Session,
  { head }: State,
  parts: readonly Interval[],
): Promise<Result<Found[]>> {
  const founds: Found[] = [];
  for (const { first, end } of parts) {
    let at = Math.max(first, founds.at(-1)?.end ?? first);
    while (at < end) {
      const reach = { from: head.cursor, to: head.next, points: end - at };
      const found = await reader.at(at, reach);
      if (!found.ok) return found;
      founds.push(found.value);
      at = found.value.end;
    }
  }
  return ok(founds);
}

/** The first seq of the oldest thing that stays: it may begin with points that are settled. */
async function cursorAfter(
  { reader }: Session,
  { head }: State,
  settled: Intervals,
): Promise<Result<number>> {
  const front = intervalAt(settled, head.cursor);
  if (!front) return ok(head.cursor);
  if (front.end >= head.next) return ok(head.next);
  const reach = { from: head.cursor, to: head.next, points: 1 };
  const found = await reader.at(front.end, reach);
  return found.ok ? ok(found.value.first) : found;
}
