// Visit: work done as the client that a request speaks for, in a transaction of its own.

import { err, ok, type Result } from '../../core/result.ts';
import { type RpcAuth, type RpcError, rpcCode } from '../../wire/jsonrpc.ts';
import type { Context } from '../context.ts';
import type { Office } from '../office.ts';
import { authenticate } from './authenticate.ts';

/** Why nothing of a request can be carried out. `busy`: come back later. */
export type Refusal = RpcError | 'locked' | 'busy';

export type Visit = <T>(work: (ctx: Context) => Promise<T>) => Promise<Result<T, Refusal>>;

/** Each visit is a transaction, and the caller is found anew in each: much may have changed since. */
export const createVisit =
  (office: Office, auth: RpcAuth): Visit =>
  async <T>(work: (ctx: Context) => Promise<T>): Promise<Result<T, Refusal>> => {
    const served = await office.serve(async (desk): Promise<Result<T, Refusal>> => {
      const caller = await authenticate(desk, auth);
      if (!caller.ok) return caller;
      const { rid, locked, ...bounds } = caller.value;
      return locked ? err('locked') : ok(await work({ ...desk, ...bounds, caller: rid }));
    });
    if (served.ok) return served.value;
    return err(served.failure.kind === 'busy' ? 'busy' : internal);
  };

/** The store failed: nothing of the request is certain. */
export const internal: RpcError = {
  code: rpcCode.internal,
  message: 'Internal error',
  context: 'calls',
};
