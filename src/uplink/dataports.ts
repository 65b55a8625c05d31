// Dataports: makes sure that the far side has a dataport behind each alias that we write to.

import { type Failure, failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import { err, ok, type Result } from '../core/result.ts';
import type { RpcAnswer } from '../wire/jsonrpc.ts';
import { type Format, formats, isRid } from '../wire/onep.ts';
import { callText } from './onep/encode.ts';
import type { Answers, Rpc } from './onep/rpc.ts';
import { callFailure } from './onep/rpc-failure.ts';

/** A dataport that must be there. What exists under the alias is used as found. */
export interface WantedDataport {
  readonly alias: string;
  /** The format of our values, and of the dataport if we make it. */
  readonly format: Format;
  readonly name: string;
  /** How many points the far side keeps, if we make it. */
  readonly count: number | 'infinity';
}

export interface Dataport {
  readonly alias: string;
  /** The format that the far side has, which may be wider than the wanted one. */
  readonly format: Format;
}

/** What became of each alias; the failures are of that alias alone. */
export type Found = ReadonlyMap<string, Result<Dataport>>;

export interface Dataports {
  /**
   * Finds each of them (aliases are unique) or creates and maps it, in as few requests as may be; none
   * when all are known already. Fails as a whole when the far side cannot be reached or does not know us.
   */
  ensure(wanted: readonly WantedDataport[], signal?: AbortSignal): Promise<Result<Found>>;
  /** The alias is gone, or may be: it is looked up again next time. */
  forget(alias: string): void;
}

export function createDataports(rpc: Rpc): Dataports {
  const known = new Map<string, Dataport>();
  // One at a time, or two batches with a new channel would both create its dataport.
  let turn: Promise<unknown> = Promise.resolve();

  const knownOf = (wanted: readonly WantedDataport[]): Map<string, Result<Dataport>> => {
    const found = new Map<string, Result<Dataport>>();
    for (const { alias } of wanted) {
      const one = known.get(alias);
      if (one !== undefined) found.set(alias, ok(one));
    }
    return found;
  };

  async function find(
    wanted: readonly WantedDataport[],
    signal?: AbortSignal,
  ): Promise<Result<Found>> {
    const found = knownOf(wanted);
    const unknown = wanted.filter(({ alias }) => !found.has(alias));
    // Half of the limit, since a look-up takes two calls.
    const size = limits.callsPerRequest / 2;
    for (let from = 0; from < unknown.length; from += size) {
      const part = await resolve(rpc, unknown.slice(from, from + size), signal);
      if (!part.ok) return part;
      for (const [alias, one] of part.value) {
        found.set(alias, one);
        if (one.ok) known.set(alias, one.value);
      }
    }
    return ok(found);
  }

  return {
    async ensure(wanted, signal) {
      const found = knownOf(wanted);
      if (wanted.every(({ alias }) => found.has(alias))) return ok(found);
      const mine = turn.then(() => find(wanted, signal));
      turn = mine;
      return mine;
    },
    forget: (alias) => {
      known.delete(alias);
    },
  };
}

/** Looks up all of them in one request, creates the missing in a second, maps those in a third. */
async function resolve(
  rpc: Rpc,
  wanted: readonly WantedDataport[],
  signal?: AbortSignal,
): Promise<Result<Found>> {
  const found = new Map<string, Result<Dataport>>();
  const looks = wanted.flatMap(({ alias }) => [
    callText('lookup', 'aliased', alias),
    callText('info', { alias }, { basic: true, description: true }),
  ]);
  const looked = await rpc.call(looks, signal);
  if (!looked.ok) return looked;
  const missing: WantedDataport[] = [];
  for (const [i, one] of wanted.entries()) {
    const lookup = looked.value.to(2 * i);
    if (lookup?.status === 'ok') found.set(one.alias, asFound(one, looked.value.to(2 * i + 1)));
    else if (isMissing(lookup)) missing.push(one);
    else found.set(one.alias, err(callFailure(lookup)));
  }
  const created = await createAll(rpc, missing, signal);
  if (!created.ok) return created;
  return ok(new Map([...found, ...created.value]));
}

const isMissing = (lookup: RpcAnswer | undefined): boolean =>
  lookup?.status === 'invalid' || lookup?.status === 'notfound';

/** Which formats of ours a dataport of this format keeps without loss. */
const takes: Readonly<Record<Format, readonly Format[]>> = {
  string: ['string', 'float', 'integer', 'boolean'],
  float: ['float', 'integer', 'boolean'],
  integer: ['integer', 'boolean'],
  boolean: ['boolean'],
  binary: ['binary'],
};

/** A resource that tells no format (a dispatch, or a server without `info`) is taken to fit. */
function asFound({ alias, format }: WantedDataport, info: RpcAnswer | undefined): Result<Dataport> {
  const actual = formatOf(info);
  if (actual === undefined) return ok({ alias, format });
  if (takes[actual].includes(format)) return ok({ alias, format: actual });
  return err(mismatch(alias, actual, format));
}

function formatOf(info: RpcAnswer | undefined): Format | undefined {
  const { description } = (info?.result ?? {}) as { description?: { format?: unknown } | null };
  return formats.find((format) => format === description?.format);
}

const mismatch = (alias: string, actual: Format, format: Format): Failure =>
  failure(
    'invalid',
    `the dataport ${alias} has the format ${actual}, which cannot take ${format}`,
    {
      retry: 'later',
    },
  );

const createText = ({ name, format, count }: WantedDataport): string =>
  callText('create', 'dataport', {
    format,
    meta: '',
    name,
    preprocess: [],
    public: false,
    retention: { count, duration: 'infinity' },
    subscribe: '',
  });

async function createAll(
  rpc: Rpc,
  missing: readonly WantedDataport[],
  signal?: AbortSignal,
): Promise<Result<Found>> {
  const found = new Map<string, Result<Dataport>>();
  if (missing.length === 0) return ok(found);
  const made = await rpc.call(missing.map(createText), signal);
  if (!made.ok) return made;
  const fresh = missing.flatMap((one, i) => {
    const rid = ridOf(made.value, i);
    if (rid === undefined) found.set(one.alias, err(callFailure(made.value.to(i))));
    return rid === undefined ? [] : [{ one, rid }];
  });
  if (fresh.length === 0) return ok(found);
  const calls = fresh.map(({ one, rid }) => callText('map', 'alias', rid, one.alias));
  const mapped = await rpc.call(calls, signal);
  if (!mapped.ok) return mapped;
  for (const [i, { one }] of fresh.entries()) {
    const answer = mapped.value.to(i);
    const { alias, format } = one;
    found.set(alias, answer?.status === 'ok' ? ok({ alias, format }) : err(callFailure(answer)));
  }
  return ok(found);
}

function ridOf(answers: Answers, call: number): string | undefined {
  const answer = answers.to(call);
  return answer?.status === 'ok' && isRid(answer.result) ? answer.result : undefined;
}
