// Meter: how much of everything a client had at any second, for `usage` (checklist O25).
//
// A meter has a level, and the area under the level since the beginning. Both are kept at each second
// in which the level changed, so that a window costs two look-ups, whatever its length.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { meterKey, meterPrefix, metersKey } from '../store/keys.ts';

/** What is owned has a level that rises and falls; the level of what is used up only rises. */
export type Metric =
  | 'client'
  | 'dataport'
  | 'datarule'
  | 'dispatch'
  | 'share'
  | 'email'
  | 'http'
  | 'sms'
  | 'xmpp';

interface Mark {
  /** Since this second the level is so. */
  readonly second: number;
  readonly level: number;
  /** The sum of the levels of all seconds before it. */
  readonly area: number;
}

/** The newest mark of each metric, at hand without a search. */
type Newest = Readonly<Partial<Record<Metric, Mark>>>;

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const daySeconds = 86_400;

/** Changes the level from this second on. */
export async function meter(
  desk: Desk,
  client: string,
  metric: Metric,
  change: number,
): Promise<void> {
  const newest = await desk.docs.get<Newest>(metersKey(client));
  const before = newest?.[metric];
  // The clock may have been set back: time stands still for the meter until it is there again.
  const second = Math.max(desk.nowSecond, before?.second ?? 0);
  const mark: Mark = {
    second,
    level: (before?.level ?? 0) + change,
    area: before ? areaAt(before, second) : 0,
  };
  desk.docs.put(metersKey(client), { ...newest, [metric]: mark });
  desk.tx.put(meterKey(client, metric, second), encoder.encode(JSON.stringify(mark)));
  if (before && isAnotherDay(before.second, second)) await forget(desk, client, metric);
}

const areaAt = ({ second, level, area }: Mark, at: number): number => area + level * (at - second);

const isAnotherDay = (a: number, b: number): boolean =>
  Math.floor(a / daySeconds) !== Math.floor(b / daySeconds);

/** Deletes the marks of what is too long ago to be asked for. */
async function forget(desk: Desk, client: string, metric: Metric): Promise<void> {
  const horizon = desk.nowSecond - limits.usageDays * daySeconds;
  if (horizon <= 0) return;
  const range = { gte: meterPrefix(client, metric), lt: meterKey(client, metric, horizon) };
  const old = await desk.tx.range(range, { limit: limits.sweepKeys });
  // The newest of them says what the level was at the horizon.
  for (const { key } of old.slice(0, -1)) desk.tx.del(key);
}

/** What was used up from one second to another, both included. */
export async function usedWithin(
  desk: Desk,
  { client, metric }: { readonly client: string; readonly metric: Metric },
  [from, to]: readonly [number, number],
): Promise<number> {
  const [before, after] = await Promise.all([
    markAt(desk, client, metric, from - 1),
    markAt(desk, client, metric, to),
  ]);
  return (after?.level ?? 0) - (before?.level ?? 0);
}

/** How much was owned, summed over the seconds between two moments; what is to come is not counted. */
export async function ownedWithin(
  desk: Desk,
  { client, metric }: { readonly client: string; readonly metric: Metric },
  [from, to]: readonly [number, number],
): Promise<number> {
  const area = async (asked: number): Promise<number> => {
    const second = Math.min(asked, desk.nowSecond);
    const mark = await markAt(desk, client, metric, second);
    return mark ? areaAt(mark, second) : 0;
  };
  return (await area(to)) - (await area(from));
}

/** The mark that holds at a second; undefined before the first. */
async function markAt(
  desk: Desk,
  client: string,
  metric: Metric,
  second: number,
): Promise<Mark | undefined> {
  if (second < 0) return undefined;
  const lt = meterKey(client, metric, Math.min(second, desk.nowSecond) + 1);
  const range = { gte: meterPrefix(client, metric), lt };
  const [entry] = await desk.tx.range(range, { limit: 1, reverse: true });
  return entry && JSON.parse(decoder.decode(entry.value));
}
