// The calls of scripts that are done within one transaction, by their names. What they answer the prelude of
// the worker knows how to read (src/io/lua/prelude.lua).

import * as z from 'zod';
import type { Context } from '../../context.ts';
import { flush } from '../../onep/data/flush.ts';
import { record } from '../../onep/data/record.ts';
import { writeOne } from '../../onep/data/write-one.ts';
import type { Outcome } from '../../onep/outcome.ts';
import { resolveReadable, resolveVisible } from '../../onep/reference.ts';
import type { Datarule } from '../../resources/resource.ts';
import { newestOf } from '../../series/newest.ts';
import { horizon } from '../../series/retention.ts';
import { selectAll } from '../../series/select.ts';
import { dispatch } from './dispatch.ts';

/** A failure for the script itself to see is a status; undefined is a call that makes no sense. */
type Call = (ctx: Context, args: readonly unknown[], rule: Datarule) => Promise<object | undefined>;

export const calls: Readonly<Record<string, Call>> = {
  find,
  about,
  newest,
  at,
  write,
  record: recordOne,
  dispatch,
};

/** Each of these ends in a commit. */
export const writing: ReadonlySet<string> = new Set(['write', 'record', 'dispatch']);

const status = ({ status }: Outcome): object => ({ status });

/** find(alias | {rid}): who that is, and the second of its newest point, or 0. */
async function find(ctx: Context, [name]: readonly unknown[]): Promise<object | undefined> {
  const named = reference.safeParse(name);
  if (!named.success) return undefined;
  const found = await resolveVisible(ctx, named.data);
  if (!found.ok) return status(found.failure);
  const resource = found.value;
  const last = resource.type === 'client' ? undefined : await newestOf(ctx, resource);
  return { status: 'ok', rid: resource.rid, timestamp: last?.second ?? 0 };
}
const reference = z.union([
  z.string().transform((alias) => ({ alias })),
  z.object({ rid: z.string() }).transform(({ rid }) => rid),
]);

/** about(rid): its name and meta. */
async function about(ctx: Context, [rid]: readonly unknown[]): Promise<object> {
  const found = await resolveVisible(ctx, rid);
  if (!found.ok) return status(found.failure);
  const { name, meta } = found.value.description;
  return { status: 'ok', name, meta };
}

/** newest(rid): its newest value and the second of it, when there is one. */
async function newest(ctx: Context, [rid]: readonly unknown[]): Promise<object> {
  const found = await resolveReadable(ctx, rid);
  if (!found.ok) return status(found.failure);
  const point = await newestOf(ctx, found.value);
  return { status: 'ok', ...(point && { value: point.value, timestamp: point.second }) };
}

/** at(rid, second): the value of that second, when there is one. */
async function at(ctx: Context, [rid, given]: readonly unknown[]): Promise<object | undefined> {
  if (typeof given !== 'number') return undefined;
  const found = await resolveReadable(ctx, rid);
  if (!found.ok) return status(found.failure);
  if (given < (await horizon(ctx, found.value))) return { status: 'ok' };
  const window = { from: given, to: given };
  const { values } = await selectAll(ctx, found.value.rid, window, { sort: 'asc', limit: 1 });
  return { status: 'ok', ...(values[0] !== undefined && { value: values[0] }) };
}

/** write(rid, value): now. */
async function write(ctx: Context, [rid, value]: readonly unknown[]): Promise<object> {
  return status(await writeOne(ctx, rid, value));
}

/** record(rid, second, value): the value of that second; null deletes it. */
async function recordOne(
  ctx: Context,
  [rid, second, value]: readonly unknown[],
): Promise<object | undefined> {
  if (typeof second !== 'number') return undefined;
  if (value !== null) return status(await record(ctx, [rid, [[second, value]]]));
  return status(
    await flush(ctx, [rid, { newerthan: Math.max(0, second - 1), olderthan: second + 1 }]),
  );
}
