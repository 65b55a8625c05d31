// The HTTP data API: newest values and writes by alias, for devices without room for JSON (vendor, http/README).

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Exchange, Reply } from '../../core/ports/http-server.ts';
import type { Context } from '../context.ts';
import { read } from '../onep/data/read.ts';
import { wait } from '../onep/data/wait.ts';
import { writeOne } from '../onep/data/write-one.ts';
import { resolve } from '../onep/reference.ts';
import { textReply } from '../replies.ts';
import type { Waiters } from '../waiters.ts';
import { formText, formType, type Pair, parseForm } from './form.ts';
import { callOf, type KeyDeps, visitOf } from './key-header.ts';
import { parseSince, parseTimeout } from './poll-headers.ts';
import { refusalReply } from './refusal.ts';
import { parsePoint } from './wire-point.ts';

export interface DataDeps extends KeyDeps {
  readonly waiters: Waiters;
  readonly clock: Clock;
}

/** GET ?alias&alias…: the newest values; with Request-Timeout the next value of one alias. */
export async function readAliases(deps: DataDeps, exchange: Exchange): Promise<Reply> {
  const aliases = aliasesOf(exchange.query);
  if (!aliases) return textReply(400, 'the query is no list of aliases\n');
  if (exchange.headers['request-timeout'] !== undefined) return poll(deps, exchange, aliases);
  const call = callOf(deps, exchange);
  const found = await call((ctx) => newestOf(ctx, aliases));
  return found.ok ? pairsReply(found.value) : refusalReply(found.failure);
}

/** POST alias=value&…: writes at the server's time, then reads what the query asks for. */
export async function writeAliases(deps: DataDeps, exchange: Exchange): Promise<Reply> {
  const pairs = parseForm(exchange.body);
  const aliases = aliasesOf(exchange.query);
  if (!pairs || !aliases) return textReply(400, 'expected alias=value, form-encoded\n');
  const call = callOf(deps, exchange);
  const done = await call(async (ctx) => {
    const refused = await writeAll(ctx, pairs);
    return { refused, found: await newestOf(ctx, aliases) };
  });
  if (!done.ok) return refusalReply(done.failure);
  const { refused, found } = done.value;
  if (refused.length > 0)
    return textReply(400, `does not take this value: ${refused.join(', ')}\n`);
  return pairsReply(found);
}

/** The names of those whose value does not fit: the others are written. Unknown aliases are no errors. */
async function writeAll(ctx: Context, pairs: readonly Pair[]): Promise<readonly string[]> {
  const refused: string[] = [];
  for (const [alias, value] of pairs) {
    if (alias === '' || !(await resolve(ctx, { alias })).ok) continue;
    const outcome = await writeOne(ctx, { alias }, value);
    if (outcome.status !== 'ok') refused.push(alias);
  }
  return refused;
}

/** In the order that old clients rely on: the last alias first. What has no value is left out. */
async function newestOf(ctx: Context, aliases: readonly string[]): Promise<readonly Pair[]> {
  const pairs: Pair[] = [];
  for (const alias of aliases) {
    const { status, result } = await read(ctx, [{ alias }]);
    // The result of a read is a list of points, and has one at most.
    const point = status === 'ok' && result ? parsePoint(result.slice(1, -1)) : undefined;
    if (point) pairs.unshift([alias, point.value]);
  }
  return pairs;
}

/** Waits for a point newer than If-Modified-Since, or newer than now: 304 when none comes in time. */
async function poll(
  deps: DataDeps,
  exchange: Exchange,
  aliases: readonly string[],
): Promise<Reply> {
  const { headers, signal } = exchange;
  const timeoutMs = parseTimeout(headers['request-timeout']);
  const since = parseSince(headers['if-modified-since']);
  const [alias] = aliases;
  if (timeoutMs === undefined || since === 'bad' || alias === undefined || aliases.length > 1) {
    return textReply(400, 'a long poll has one alias and a timeout in milliseconds\n');
  }
  const options = { timeout: timeoutMs, since: since === undefined ? null : since + 1 };
  const patience = { maxMs: limits.waitMaxMs, signal };
  const visit = visitOf(deps, exchange);
  const waited = await wait({ ...deps, visit }, [{ alias }, options], patience);
  if (!waited.ok) return refusalReply(waited.failure);
  const { status, result } = waited.value;
  if (status === 'expire') return { status: 304 };
  if (status === 'limit') return textReply(429, 'too many calls\n', { 'retry-after': '60' });
  const point = status === 'ok' && result ? parsePoint(result) : undefined;
  if (!point) return { status: 204 };
  const modified = new Date(point.second * 1000).toUTCString();
  return pairsReply([[alias, point.value]], { 'last-modified': modified });
}

const pairsReply = (pairs: readonly Pair[], headers: Reply['headers'] = {}): Reply =>
  pairs.length === 0
    ? { status: 204 }
    : { status: 200, headers: { 'content-type': formType, ...headers }, body: formText(pairs) };

const aliasesOf = (query: string): readonly string[] | undefined =>
  parseForm(query)?.map(([alias]) => alias);
