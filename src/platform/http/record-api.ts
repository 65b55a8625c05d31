// POST alias=name&timestamp=value&…: points that have their time, of one or more aliases (vendor, Murano's http/README).

import type { Exchange, Reply } from '../../core/ports/http-server.ts';
import type { Context } from '../context.ts';
import { storeEntries } from '../onep/data/entries.ts';
import { resolveWritable } from '../onep/reference.ts';
import { textReply } from '../replies.ts';
import { formText, formType, type Pair, parseForm } from './form.ts';
import { callOf, type KeyDeps } from './key-header.ts';
import { refusalReply } from './refusal.ts';

interface Series {
  readonly alias: string;
  readonly entries: (readonly [timestamp: number, value: string])[];
}

/**
 * 204, or 409 with `alias=timestamp&…` of what was refused: a second that has another value, a time out
 * of range, a value that does not fit. The others are stored. Unknown aliases are no errors.
 */
export async function recordAliases(deps: KeyDeps, exchange: Exchange): Promise<Reply> {
  const series = group(parseForm(exchange.body) ?? []);
  if (!series) return textReply(400, 'expected alias=NAME&TIMESTAMP=VALUE&…, form-encoded\n');
  const call = callOf(deps, exchange);
  const done = await call((ctx) => storeAll(ctx, series));
  if (!done.ok) return refusalReply(done.failure);
  if (done.value.length === 0) return { status: 204 };
  return { status: 409, headers: { 'content-type': formType }, body: formText(done.value) };
}

/** Undefined when the form is empty, begins with no alias, or names a time that is no number. */
function group(pairs: readonly Pair[]): readonly Series[] | undefined {
  const series: Series[] = [];
  for (const [name, value] of pairs) {
    if (name === 'alias') {
      series.push({ alias: value, entries: [] });
      continue;
    }
    const timestamp = name === '' ? Number.NaN : Number(name);
    if (!Number.isFinite(timestamp) || series.length === 0) return undefined;
    series.at(-1)?.entries.push([timestamp, value]);
  }
  return series.length > 0 ? series : undefined;
}

async function storeAll(ctx: Context, all: readonly Series[]): Promise<readonly Pair[]> {
  const refused: Pair[] = [];
  for (const { alias, entries } of all) {
    const resource = await resolveWritable(ctx, { alias });
    const timestamps = resource.ok ? await storeEntries(ctx, resource.value, entries) : [];
    for (const timestamp of timestamps ?? []) refused.push([alias, String(timestamp)]);
  }
  return refused;
}
