// A small far side that knows the seed's procedures and no more, with the tempers of real ones.

import type { Handler } from '../../src/core/ports/http-server.ts';

/** What it does with a second value for a second that it has already. */
export type Temper =
  /** The same value is fine, another is refused; the other points of the call are stored. */
  | 'idempotent'
  /** Any second value is refused, even the same; the other points of the call are stored. */
  | 'first-wins'
  /** Any second value is refused, and nothing of the call is stored. */
  | 'all-or-nothing'
  /** The later value wins. */
  | 'overwrites';

interface Resource {
  readonly rid: string;
  readonly format: string;
  readonly points: Map<number, unknown>;
}

type Args = readonly unknown[];
interface Call {
  readonly id: unknown;
  readonly procedure: string;
  readonly arguments: Args;
}
type Said = { readonly status: unknown; readonly result?: unknown; readonly error?: unknown };

export interface ToyPlatform {
  readonly handle: Handler;
  /** Makes a dataport under this alias, as an owner would have. */
  add(alias: string, format: string): void;
  remove(alias: string): void;
  /** What it holds under the alias, oldest first. */
  points(alias: string): readonly (readonly [number, unknown])[];
  /** How many dataports there are, with an alias or without. */
  readonly made: number;
  /** Points that it will never take. */
  poison: (second: number, value: unknown) => boolean;
  /** Says this to a call instead of doing it. */
  deny: (procedure: string, alias: string | undefined) => Said | undefined;
  /** How many calls of each procedure it has answered. */
  readonly calls: ReadonlyMap<string, number>;
}

const ok: Said = { status: 'ok' };
const invalid: Said = { status: 'invalid', error: { code: 500, message: 'Invalid' } };

export function createToyPlatform(temper: Temper, cik: string): ToyPlatform {
  const byRid = new Map<string, Resource>();
  const byAlias = new Map<string, Resource>();
  const calls = new Map<string, number>();

  const make = (format: string): Resource => {
    const rid = (byRid.size + 1).toString(16).padStart(40, '0');
    const resource: Resource = { rid, format, points: new Map() };
    byRid.set(rid, resource);
    return resource;
  };
  const aliasOf = (ref: unknown) => (ref as { alias?: string } | undefined)?.alias;
  const find = (ref: unknown) =>
    typeof ref === 'string' ? byRid.get(ref) : byAlias.get(aliasOf(ref) ?? '');

  const toy: ToyPlatform = {
    calls,
    poison: () => false,
    deny: () => undefined,
    get made() {
      return byRid.size;
    },
    add: (alias, format) => {
      byAlias.set(alias, make(format));
    },
    remove: (alias) => {
      byRid.delete(byAlias.get(alias)?.rid ?? '');
      byAlias.delete(alias);
    },
    points: (alias) => [...(byAlias.get(alias)?.points ?? [])].sort(([a], [b]) => a - b),
    async handle({ path, method, body }) {
      if (path !== '/api:v1/rpc/process') return { status: 404 };
      if (method !== 'POST') return { status: 405 };
      const request = JSON.parse(new TextDecoder().decode(body));
      if (!('cik' in request.auth) || request.auth.cik !== cik)
        return json({ error: { code: 401, message: 'Invalid' } });
      return json(request.calls.map((call: Call) => ({ id: call.id, ...answer(call) })));
    },
  };

  const answer = ({ procedure, arguments: args }: Call): Said => {
    calls.set(procedure, (calls.get(procedure) ?? 0) + 1);
    const done = Object.hasOwn(procedures, procedure) && procedures[procedure];
    if (!done) return { status: 'fail', error: { code: 501, message: 'Not supported' } };
    return toy.deny(procedure, aliasOf(args[0])) ?? done(args);
  };

  const procedures: Record<string, (args: Args) => Said> = {
    lookup([, alias]) {
      const found = byAlias.get(String(alias));
      return found ? { status: 'ok', result: found.rid } : invalid;
    },
    info([ref]) {
      const found = find(ref);
      if (!found) return invalid;
      const { format } = found;
      return { status: 'ok', result: { basic: { type: 'dataport' }, description: { format } } };
    },
    create: ([, description]) => ({
      status: 'ok',
      result: make((description as { format: string }).format).rid,
    }),
    map([, rid, alias]) {
      const found = find(rid);
      if (!found || byAlias.has(String(alias))) return invalid;
      byAlias.set(String(alias), found);
      return ok;
    },
    read([ref, options]) {
      const found = find(ref);
      if (!found) return invalid;
      const { starttime, endtime, limit } = options as Record<string, number>;
      const inside = [...found.points].filter(([s]) => s >= starttime! && s <= endtime!);
      return { status: 'ok', result: inside.sort(([a], [b]) => a - b).slice(0, limit) };
    },
    record([ref, entries]) {
      const found = find(ref);
      return found ? record(found, entries as [number, unknown][], temper, toy.poison) : invalid;
    },
  };
  return toy;
}

const json = (value: unknown) => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8' },
  body: JSON.stringify(value),
});

function record(
  { points }: Resource,
  entries: readonly [number, unknown][],
  temper: Temper,
  poison: ToyPlatform['poison'],
): Said {
  const refuses = ([second, value]: readonly [number, unknown]) => {
    if (value === null || poison(second, value)) return true;
    if (temper === 'overwrites' || !points.has(second)) return false;
    return temper !== 'idempotent' || points.get(second) !== value;
  };
  const bad = entries.filter(refuses);
  if (bad.length > 0 && temper === 'all-or-nothing') return invalid;
  for (const entry of entries) if (!bad.includes(entry)) points.set(...entry);
  return bad.length > 0 ? invalid : ok;
}
