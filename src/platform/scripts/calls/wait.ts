// Waiting: for the next point of a resource, or for a moment.

import { limits } from '../../../core/limits.ts';
import type { Value } from '../../../core/point.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { parseJson } from '../../../wire/jsonrpc.ts';
import type { Context, News } from '../../context.ts';
import { resolveReadable } from '../../onep/reference.ts';
import type { DataResource } from '../../resources/resource.ts';
import { readHead } from '../../series/head.ts';
import { horizon } from '../../series/retention.ts';
import { selectAll } from '../../series/select.ts';
import type { Waiters } from '../../waiters.ts';
import { markScript, type RunOf } from '../state.ts';
import type { ScriptVisit } from '../visit.ts';

export interface WaitDeps {
  readonly clock: Clock;
  readonly waiters: Waiters;
  readonly visit: ScriptVisit;
  readonly signal: AbortSignal;
}

/** What came of a wait, and whether the script has stood still for it. */
export interface Waited {
  readonly value: object;
  readonly rested: boolean;
}

type Point = readonly [second: number, value: unknown];

/** The wall clock may step: nobody sleeps longer than this without a look at it. */
const longestMs = 60_000;
/** When too many wait already. */
const pauseMs = 1_000;

/**
 * wait(rid, last, expire): points after the second `last`, stored or to come, a page of them at once; none when
 * the second `expire` has come before any; a status other than `ok` for what cannot be read.
 */
export async function waitForPoints(
  deps: WaitDeps,
  script: RunOf,
  { rid, last, expire }: { readonly rid: string; readonly last: number; readonly expire: number },
): Promise<Waited> {
  const { clock, waiters, visit, signal } = deps;
  let rested = false;
  let heard: News | undefined;
  for (;;) {
    const woken = new AbortController();
    let unlisten = () => {};
    // To be dismissed is nothing to a script: its platform is going to end it.
    const hear = (news: News | undefined) => {
      if (!news || news.second <= last) return;
      heard = news;
      woken.abort();
    };
    let lookMs = longestMs;
    const value = await visit(async (ctx) => {
      const found = await resolveReadable(ctx, rid);
      if (!found.ok) return { status: found.failure.status, points: [] };
      const points = await pointsAfter(ctx, found.value, last, heard);
      if (points.length > 0 || ctx.nowMs >= expire * 1000) return { status: 'ok', points };
      await markScript(ctx, script, 'waiting');
      // Listening from inside the transaction, no write can slip between the look and the wait.
      if (waiters.room) unlisten = waiters.listen(rid, hear);
      else lookMs = pauseMs;
      return undefined;
    });
    if (value) return { value, rested };
    rested = true;
    const leftMs = Math.max(0, expire * 1000 - clock.wallMs());
    await clock.sleep(Math.min(leftMs, lookMs), AbortSignal.any([signal, woken.signal]));
    unlisten();
  }
}

/** Of a resource that stores nothing there is what was heard. */
async function pointsAfter(
  ctx: Context,
  resource: DataResource,
  last: number,
  heard: News | undefined,
): Promise<readonly Point[]> {
  const head = await readHead(ctx, resource.rid);
  const from = Math.max(last + 1, await horizon(ctx, resource));
  if (head && from <= head.last) {
    const window = { from, to: head.last };
    const options = { sort: 'asc', limit: limits.scriptPage } as const;
    const { seconds, values } = await selectAll(ctx, resource.rid, window, options);
    return page(seconds, values);
  }
  return heard ? [[heard.second, parseJson(heard.valueText)]] : [];
}

/** No more than may pass at once: long strings come one by one. */
function page(seconds: readonly number[], values: readonly Value[]): readonly Point[] {
  const points: Point[] = [];
  let length = 0;
  for (const [at, value] of values.entries()) {
    length += typeof value === 'string' ? value.length : 0;
    if (at > 0 && length > limits.scriptCallLength) break;
    points.push([seconds[at] ?? 0, value]);
  }
  return points;
}

/** sleep(expire): until that second has come. */
export async function sleepUntil(
  { clock, visit, signal }: WaitDeps,
  script: RunOf,
  expire: number,
): Promise<Waited> {
  let rested = false;
  while (clock.wallMs() < expire * 1000) {
    if (!rested) await visit((ctx) => markScript(ctx, script, 'waiting'));
    rested = true;
    await clock.sleep(Math.min(expire * 1000 - clock.wallMs(), longestMs), signal);
    if (signal.aborted) return new Promise(() => {});
  }
  return { value: {}, rested };
}
