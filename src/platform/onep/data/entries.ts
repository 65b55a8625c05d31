// Entries: the [timestamp, value] pairs of record and recordbatch, as points of a resource.

import { limits } from '../../../core/limits.ts';
import type { Value } from '../../../core/point.ts';
import type { Context } from '../../context.ts';
import { noteFault } from '../../flow/faults.ts';
import { openIntake } from '../../flow/intake.ts';
import { type DataResource, formatOf } from '../../resources/resource.ts';
import { toFormat } from '../../series/convert.ts';
import type { Points } from '../../series/points.ts';
import { publish } from './publish.ts';

/**
 * Stores what can be stored and answers the timestamps, as they were given, of the entries that were
 * not: an unfit value, a time out of range, or a second that has another value. Undefined, and nothing
 * stored, when the list is no list of pairs.
 */
export async function storeEntries(
  ctx: Context,
  resource: DataResource,
  entries: unknown,
): Promise<readonly number[] | undefined> {
  if (!Array.isArray(entries)) return undefined;
  const taker = await openTaker(ctx, resource);
  const read = readEntries(entries, taker.take, ctx.nowSecond);
  if (!read) return undefined;
  await taker.close();
  const { points, refused } = read.rising ? read : sorted(read);
  const conflicts = await publish(ctx, resource, points);
  if (conflicts.length === 0) return refused;
  const names = givenNames(entries, ctx.nowSecond);
  return [...refused, ...conflicts.map((second) => names.get(second) ?? second)];
}

type Take = (given: unknown) => Value | undefined;

/**
 * What is recorded to a dataport passes its preprocess as everything does; to a rule or a dispatch it is history
 * of theirs, and nothing that they act upon.
 */
async function openTaker(ctx: Context, resource: DataResource) {
  const format = formatOf(resource);
  const plain: Take = (given) => toFormat(given, format);
  const { preprocess } = resource.description;
  if (resource.type !== 'dataport' || preprocess.length === 0) {
    return { take: plain, close: async () => {} };
  }
  const intake = await openIntake(ctx, resource);
  const faults: string[] = [];
  const take: Take = (given) => {
    const taken = intake(given);
    if (taken.ok) return taken.value;
    faults.push(taken.failure);
    return undefined;
  };
  const close = async () => {
    const last = faults.at(-1);
    if (last !== undefined) await noteFault(ctx, resource.rid, last, faults.length);
  };
  return { take, close };
}

interface Read {
  readonly points: Points;
  readonly refused: number[];
  /** Whether the seconds rise already, without a double. */
  readonly rising: boolean;
}

function readEntries(entries: readonly unknown[], take: Take, now: number): Read | undefined {
  const seconds: number[] = [];
  const values: Value[] = [];
  const refused: number[] = [];
  let rising = true;
  let newest = -1;
  for (const entry of entries) {
    if (!Array.isArray(entry) || entry.length !== 2) return undefined;
    const given: unknown = entry[0];
    if (typeof given !== 'number') return undefined;
    const second = absolute(given, now);
    const value = take(entry[1]);
    if (value === undefined || !(second >= 0 && second <= now + limits.futureSeconds)) {
      refused.push(given);
      continue;
    }
    rising &&= second > newest;
    newest = second;
    seconds.push(second);
    values.push(value);
  }
  return { points: { seconds, values }, refused, rising };
}

/** A negative timestamp counts back from now; fractions are cut off (O18, ruling 5). */
function absolute(given: number, now: number): number {
  const second = Math.floor(given);
  return second < 0 ? now + second : second;
}

/** Brings the points in order. Of two values for one second the first stands. */
function sorted({ points, refused }: Read): Read {
  const order = [...points.seconds.keys()].sort(
    (a, b) => (points.seconds[a] ?? 0) - (points.seconds[b] ?? 0),
  );
  const seconds: number[] = [];
  const values: Value[] = [];
  for (const at of order) {
    const second = points.seconds[at] ?? 0;
    const value = points.values[at] ?? 0;
    if (second === seconds.at(-1)) {
      if (value !== values.at(-1)) refused.push(second);
      continue;
    }
    seconds.push(second);
    values.push(value);
  }
  return { points: { seconds, values }, refused, rising: true };
}

/** How the caller wrote each second. */
const givenNames = (entries: readonly (readonly [number, unknown])[], now: number) =>
  new Map(entries.map(([given]) => [absolute(given, now), given]));
