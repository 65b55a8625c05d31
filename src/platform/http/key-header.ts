// The key in a header: who calls where the body has no room for auth.

import type { Exchange } from '../../core/ports/http-server.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { createVisit, type Refusal } from '../auth/visit.ts';
import type { Context } from '../context.ts';
import type { Office } from '../office.ts';
import { dues } from '../onep/dues.ts';

/** Counts a request of a key: 0 when it may go on, or after how many milliseconds to come back. */
export type Pace = (key: string) => number;

export interface KeyDeps {
  readonly office: Office;
  readonly pace: Pace;
}

/** `limit`: the calls of the day are used up. */
export type KeyRefusal = Refusal | 'limit' | { readonly afterMs: number };
export type KeyVisit = <T>(work: (ctx: Context) => Promise<T>) => Promise<Result<T, KeyRefusal>>;

/** A request that counts as one call (limit `io`, O26). */
export function callOf(deps: KeyDeps, exchange: Exchange): KeyVisit {
  const visit = visitOf(deps, exchange);
  return async (work) => {
    const done = await visit(async (ctx) =>
      (await dues(ctx)) ? err('limit' as const) : ok(await work(ctx)),
    );
    return done.ok ? done.value : done;
  };
}

/** Work as the client of X-Exosite-CIK, if that may make another request yet. */
export function visitOf({ office, pace }: KeyDeps, { headers }: Exchange): KeyVisit {
  const cik = headers['x-exosite-cik'] ?? '';
  const afterMs = pace(cik);
  return afterMs > 0 ? async () => err({ afterMs }) : createVisit(office, { cik });
}
