// Isolate: finds the points that the far side will not take, so that they never block the others.
//
// A refused call says nothing about any one point. What the far side has of its seconds is read back
// first: equal values are delivered (an answer of ours was lost before), others are in conflict. The
// rest is recorded again in halves until a point stands alone. One that is refused alone, and still is
// not there, is rejected. All doubtful calls of a batch share the requests, so that n points with any
// number of bad ones among them take at most log2 n + 3 requests, as long as the calls fit into one.

import { failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Value } from '../../core/point.ts';
import type { RpcAnswer } from '../../wire/jsonrpc.ts';
import type { Dataport, Dataports } from '../dataports.ts';
import type { Book } from './book.ts';
import { isSame, readText, recordText } from './encode.ts';
import { recordVerdict } from './record-answer.ts';
import type { Rpc } from './rpc.ts';
import { callFailure, statusFailure } from './rpc-failure.ts';

/** A point in doubt. */
export interface Suspect {
  readonly seq: number;
  readonly second: number;
  readonly value: Value;
}

/** The next thing to find out about some points of one channel, in the order of their seconds. */
export interface Doubt {
  readonly channel: string;
  readonly dataport: Dataport;
  readonly points: readonly Suspect[];
  readonly next: 'read' | 'record';
  /** Whether each of the points was refused by itself, not only as one of many. */
  readonly alone: boolean;
}

export interface IsolateDeps {
  readonly rpc: Rpc;
  readonly dataports: Dataports;
  readonly book: Book;
  readonly signal: AbortSignal;
}

/** Settles what can be settled, holds what cannot, and fails the book when the far side goes away. */
export async function isolate(deps: IsolateDeps, doubts: readonly Doubt[]): Promise<void> {
  let queue = doubts;
  while (queue.length > 0) {
    const round = queue.slice(0, limits.callsPerRequest);
    const answers = await deps.rpc.call(round.map(callOf), deps.signal);
    if (!answers.ok) return deps.book.fail(answers.failure);
    const more = round.flatMap((doubt, i) => {
      const answer = answers.value.to(i);
      return doubt.next === 'read'
        ? afterRead(deps, doubt, answer, answers.value.second)
        : afterRecord(deps, doubt, answer);
    });
    queue = [...queue.slice(round.length), ...more].filter((d) => !deps.book.isHeld(d.channel));
  }
}

function callOf({ channel, dataport, points, next }: Doubt): string {
  const { alias, format } = dataport;
  const seconds = points.map(({ second }) => second);
  if (next === 'record') {
    return recordText(alias, [{ channel, seconds, values: points.map((p) => p.value) }], format);
  }
  // One more than ours: then a full answer tells that others write into this window too.
  return readText(alias, Math.min(...seconds), Math.max(...seconds), points.length + 1);
}

/** What is still in doubt when these points were recorded, with this answer. */
export function afterRecord(
  deps: Pick<IsolateDeps, 'book' | 'dataports'>,
  doubt: Doubt,
  answer: RpcAnswer | undefined,
): readonly Doubt[] {
  const verdict = recordVerdict(answer);
  if (verdict.kind === 'denied') {
    deps.dataports.forget(doubt.dataport.alias);
    deps.book.hold(doubt.channel, verdict.failure);
    return [];
  }
  if (verdict.kind === 'refused') {
    const [point, ...others] = doubt.points;
    return point && others.length === 0 ? [readAlone(doubt, [point])] : halves(doubt);
  }
  const words = verdict.kind === 'listed' ? verdict.words : new Map<number, string>();
  const refused: Suspect[] = [];
  for (const point of doubt.points) {
    const word = words.get(point.second);
    if (word === undefined) settle(deps.book, point, 'delivered');
    else if (isOfPoint(word)) refused.push(point);
    else deps.book.hold(doubt.channel, statusFailure(word));
  }
  return refused.length === 0 ? [] : [readAlone(doubt, refused)];
}

/** These words speak of the client or the dataport, even when they stand beside a point. */
const isOfPoint = (word: string): boolean =>
  !['locked', 'noauth', 'restricted', 'limit', 'fail'].includes(word);

/** What is still in doubt when the far side has shown what it has at these seconds. */
function afterRead(
  deps: IsolateDeps,
  doubt: Doubt,
  answer: RpcAnswer | undefined,
  farSecond: number,
): readonly Doubt[] {
  const { channel, dataport, points } = doubt;
  if (answer?.status !== 'ok' || !Array.isArray(answer.result)) {
    // Where reading is refused as well, it was not the points: the alias may be gone.
    deps.dataports.forget(dataport.alias);
    deps.book.hold(channel, callFailure(answer));
    return [];
  }
  const stored = new Map(answer.result.filter(isPair));
  const absent: Suspect[] = [];
  for (const point of points) {
    if (!stored.has(point.second)) absent.push(point);
    else if (isSame(point.value, stored.get(point.second), dataport.format)) {
      settle(deps.book, point, 'delivered');
    } else settle(deps.book, point, 'rejected', 'conflict');
  }
  if (absent.length === 0) return [];
  if (!doubt.alone) return halves({ ...doubt, points: absent });
  const crowded = answer.result.length > points.length;
  if (crowded && points.length > 1) return absent.map((point) => readAlone(doubt, [point]));
  for (const point of absent) refuse(deps.book, channel, point, farSecond);
  return [];
}

const isPair = (entry: unknown): entry is [unknown, unknown] => Array.isArray(entry);

/** The last word on a point that was refused alone and is not there: unless only its time has not come. */
function refuse(book: Book, channel: string, point: Suspect, farSecond: number): void {
  const aheadSeconds = point.second - farSecond;
  if (aheadSeconds <= 0) settle(book, point, 'rejected', 'invalid');
  else book.hold(channel, failure('clock', `a point is ${aheadSeconds} s ahead of the platform`));
}

const settle = (
  book: Book,
  point: Suspect,
  outcome: 'delivered' | 'rejected',
  reason?: 'conflict' | 'invalid',
): void => book.settle({ firstSeq: point.seq, count: 1, outcome, ...(reason && { reason }) });

const readAlone = (doubt: Doubt, points: readonly Suspect[]): Doubt => ({
  ...doubt,
  points,
  next: 'read',
  alone: true,
});

function halves(doubt: Doubt): readonly Doubt[] {
  const middle = Math.ceil(doubt.points.length / 2);
  return [doubt.points.slice(0, middle), doubt.points.slice(middle)]
    .filter((points) => points.length > 0)
    .map((points) => ({ ...doubt, points, next: 'record', alone: false }));
}
