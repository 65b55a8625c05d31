// wait(resource, {timeout, since}): the next value, or `expire` (ruling 6). Not inside a transaction.

import * as z from 'zod';
import { limits } from '../../../core/limits.ts';
import type { Clock } from '../../../core/ports/clock.ts';
import { ok, type Result } from '../../../core/result.ts';
import { valueText } from '../../../wire/values.ts';
import type { Context, News } from '../../context.ts';
import { type DataResource, formatOf } from '../../resources/resource.ts';
import { readHead } from '../../series/head.ts';
import { horizon } from '../../series/retention.ts';
import { selectAll } from '../../series/select.ts';
import type { Waiters } from '../../waiters.ts';
import { dues } from '../dues.ts';
import { answer, type Outcome, refuse } from '../outcome.ts';
import { resolveReadable } from '../reference.ts';

const defaultTimeoutMs = 30_000;
const optionsSchema = z.object({
  timeout: z.number().nonnegative().default(defaultTimeoutMs),
  since: z.number().nonnegative().transform(Math.floor).nullable().default(null),
});

export interface WaitDeps<E> {
  readonly clock: Clock;
  readonly waiters: Waiters;
  /** Runs the work as the caller, in a transaction of its own. */
  visit<T>(work: (ctx: Context) => Promise<T>): Promise<Result<T, E>>;
}

export interface Patience {
  /** However long the call asks, it waits no longer than this. */
  readonly maxMs: number;
  /** The peer is gone: nobody waits any more. */
  readonly signal: AbortSignal;
}

/**
 * With `since`, the oldest point at or after it, stored or to come: old clients pass the second after
 * the last one they know. Without, what comes next. Timeout in milliseconds, at most limits.waitMaxMs.
 */
export async function wait<E>(
  deps: WaitDeps<E>,
  [ref, given = {}]: readonly unknown[],
  { maxMs, signal }: Patience,
): Promise<Result<Outcome, E>> {
  const options = optionsSchema.safeParse(given);
  if (!options.success) return ok(refuse('invalid', 'an option of wait makes no sense'));
  const { since, timeout } = options.data;
  const { promise: ended, resolve: end } = Promise.withResolvers<News | undefined>();
  let unlisten = () => {};
  try {
    const begun = await deps.visit(async (ctx) => {
      const due = await dues(ctx);
      if (due) return due;
      const resource = await resolveReadable(ctx, ref);
      if (!resource.ok) return resource.failure;
      const stored = since === null ? undefined : await firstSince(ctx, resource.value, since);
      if (stored) return answer(stored);
      if (!deps.waiters.room) return refuse('limit', 'too many wait already');
      // Listening from inside the transaction, no write can slip between the look and the wait.
      unlisten = deps.waiters.listen(resource.value.rid, (news) => {
        if (!news || news.second >= (since ?? 0)) end(news);
      });
      return undefined;
    });
    if (!begun.ok) return begun;
    if (begun.value) return ok(begun.value);
    const news = await patiently(deps.clock, ended, {
      maxMs: Math.min(timeout, maxMs, limits.waitMaxMs),
      signal,
    });
    return ok(news ? answer(`[${news.second},${news.valueText}]`) : { status: 'expire' });
  } finally {
    unlisten();
  }
}

async function firstSince(
  ctx: Context,
  resource: DataResource,
  since: number,
): Promise<string | undefined> {
  const head = await readHead(ctx, resource.rid);
  const from = Math.max(since, await horizon(ctx, resource));
  if (!head || from > head.last) return undefined;
  const window = { from, to: head.last };
  const { seconds, values } = await selectAll(ctx, resource.rid, window, { sort: 'asc', limit: 1 });
  const value = values[0];
  if (value === undefined) return undefined;
  return `[${seconds[0]},${valueText(value, formatOf(resource))}]`;
}

/** What the promise brings, or undefined when the time is over or the peer is gone. */
async function patiently<T>(
  clock: Clock,
  promise: Promise<T>,
  { maxMs, signal }: Patience,
): Promise<T | undefined> {
  const done = new AbortController();
  const over = clock.sleep(maxMs, AbortSignal.any([signal, done.signal])).then(() => undefined);
  try {
    return await Promise.race([promise, over]);
  } finally {
    done.abort();
  }
}
