// Grants: tokens that let in without a CIK, to read or write a few resources for a while.

import { limits } from '../../core/limits.ts';
import { type Desk, newId } from '../context.ts';
import { lastPart, under } from '../store/keys.ts';
import { grantKey, grantOfKey, grantsPrefix } from '../store/sharing-keys.ts';

export type Right = 'read' | 'write';

/** By RID: what the holder may do with that resource and everything below it, and with nothing else. */
export type Rights = Readonly<Record<string, readonly Right[]>>;

export interface Grant {
  /** The client in whose name the token speaks. */
  readonly client: string;
  readonly rights: Rights;
  /** The Unix second at which it ends. */
  readonly expires: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The token; undefined when the client has as many as it may have. Those that are over are forgotten. */
export async function createGrant(desk: Desk, grant: Grant): Promise<string | undefined> {
  const limit = limits.grants;
  const given = await desk.tx.range(under(grantsPrefix(grant.client)), { limit });
  const over = given.filter(({ value }) => Number(decoder.decode(value)) <= desk.nowSecond);
  for (const { key } of over) removeGrant(desk, grant.client, lastPart(key));
  if (given.length - over.length >= limit) return undefined;
  const token = newId(desk.random);
  const index = desk.vault.index(token);
  desk.docs.put(grantKey(index), grant);
  desk.tx.put(grantOfKey(grant.client, index), encoder.encode(String(grant.expires)));
  return token;
}

/** The grant of a token that is not over. */
export async function findGrant(desk: Desk, token: string): Promise<Grant | undefined> {
  const grant = await desk.docs.get<Grant>(grantKey(desk.vault.index(token)));
  return grant && grant.expires > desk.nowSecond ? grant : undefined;
}

export function removeGrant(desk: Desk, client: string, index: string): void {
  desk.docs.del(grantKey(index));
  desk.tx.del(grantOfKey(client, index));
}
