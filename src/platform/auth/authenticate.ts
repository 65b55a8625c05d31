// Authenticate: from the auth of a request to the calling client (seed 003, "Authentication").

import { err, ok, type Result } from '../../core/result.ts';
import { type RpcAuth, type RpcError, rpcCode } from '../../wire/jsonrpc.ts';
import { isRid } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import type { Client } from '../resources/resource.ts';
import { findWithin, owners } from '../resources/tree.ts';
import { findByCik, useKey } from './client-key.ts';

export interface Caller {
  readonly rid: string;
  /** The client, or one above it, is locked: every call answers so (O8). */
  readonly locked: boolean;
}

const unauthorised: RpcError = {
  code: rpcCode.unauthorised,
  message: 'Invalid',
  context: 'auth',
};

/** One answer for an unknown key, a foreign client and a foreign resource: none tells what exists. */
export async function authenticate(desk: Desk, auth: RpcAuth): Promise<Result<Caller, RpcError>> {
  const holder = await clientOf(desk, auth.cik);
  const client = holder && (await actingClient(desk, holder, auth));
  const above = client && (await owners(desk, client));
  if (!above) return err(unauthorised);
  const locked = [client, ...above].some(({ description }) => description.locked);
  return ok({ rid: client.rid, locked });
}

async function clientOf(desk: Desk, cik: string): Promise<Client | undefined> {
  const client = isRid(cik) ? await findByCik(desk, cik) : undefined;
  return client && useKey(desk, client) ? client : undefined;
}

/** `client_id` is a client below the holder (or the holder), `resource_id` something that one owns. */
async function actingClient(
  desk: Desk,
  holder: Client,
  auth: RpcAuth,
): Promise<Client | undefined> {
  let rid = auth.client_id ?? holder.rid;
  if (auth.resource_id !== undefined) {
    rid = (await findWithin(desk, holder.rid, auth.resource_id))?.owner ?? '';
  }
  const client = await findWithin(desk, holder.rid, rid);
  return client?.type === 'client' ? client : undefined;
}
