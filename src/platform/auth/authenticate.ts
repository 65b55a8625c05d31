// Authenticate: from the auth of a request to the calling client (seed 003, "Authentication").

import { err, ok, type Result } from '../../core/result.ts';
import { type CikAuth, type RpcAuth, type RpcError, rpcCode } from '../../wire/jsonrpc.ts';
import { isRid } from '../../wire/onep.ts';
import type { Context, Desk } from '../context.ts';
import { isMetered } from '../resources/daily.ts';
import { type Client, readResource } from '../resources/resource.ts';
import { findWithin, owners } from '../resources/tree.ts';
import { findByCik, useKey } from './client-key.ts';
import { findGrant, type Grant } from './grants.ts';

export interface Caller {
  readonly rid: string;
  /** The client, or one above it, is locked: every call answers so (O8). */
  readonly locked: boolean;
}

/** A caller, and by what it is bound. */
export interface Bound extends Caller, Pick<Context, 'rights' | 'metered'> {}

const unauthorised: RpcError = {
  code: rpcCode.unauthorised,
  message: 'Invalid',
  context: 'auth',
};

/** One answer for an unknown key, a foreign client and a foreign resource: none tells what exists. */
export async function authenticate(desk: Desk, auth: RpcAuth): Promise<Result<Bound, RpcError>> {
  const grant = 'token' in auth ? await findGrant(desk, auth.token) : undefined;
  const client = 'token' in auth ? await granter(desk, grant) : await actingClient(desk, auth);
  const above = client && (await owners(desk, client));
  if (!above) return err(unauthorised);
  const chain = [client, ...above];
  return ok({
    rid: client.rid,
    rights: grant?.rights,
    metered: isMetered(chain),
    locked: chain.some(({ description }) => description.locked),
  });
}

async function granter(desk: Desk, grant: Grant | undefined): Promise<Client | undefined> {
  const client = grant && (await readResource(desk, grant.client));
  return client?.type === 'client' ? client : undefined;
}

/** `client_id` is a client below the holder (or the holder), `resource_id` something that one owns. */
async function actingClient(desk: Desk, auth: CikAuth): Promise<Client | undefined> {
  const holder = isRid(auth.cik) ? await findByCik(desk, auth.cik) : undefined;
  if (!holder || !useKey(desk, holder)) return undefined;
  let rid = auth.client_id ?? holder.rid;
  if (auth.resource_id !== undefined) {
    rid = (await findWithin(desk, holder.rid, auth.resource_id))?.owner ?? '';
  }
  const client = await findWithin(desk, holder.rid, rid);
  return client?.type === 'client' ? client : undefined;
}
