// Resources: the records of clients and dataports, and what goes in and out of the store with them.

import { assert } from '../../core/assert.ts';
import { isRid } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import { childKey, cikKey, garbageKey, publicKey, resourceKey } from '../store/keys.ts';
import { deleteAlias, namesOf } from './aliases.ts';
import type { ClientDescription, DataportDescription } from './description.ts';

interface Head {
  readonly rid: string;
  /** The RID of the client that owns it; empty for the root. */
  readonly owner: string;
  /** Unix seconds; `modified` is of the last `update`. */
  readonly created: number;
  readonly modified: number;
}

export interface Client extends Head {
  readonly type: 'client';
  readonly description: ClientDescription;
  /** The CIK as the vault sealed it. */
  readonly sealedCik: string;
}

export interface Dataport extends Head {
  readonly type: 'dataport';
  readonly description: DataportDescription;
}

export type Resource = Client | Dataport;

const nothing = new Uint8Array();

/** The record, whether or not its chain of owners still reaches the root. */
export const readResource = (desk: Desk, rid: string): Promise<Resource | undefined> =>
  isRid(rid) ? desk.docs.get<Resource>(resourceKey(rid)) : Promise.resolve(undefined);

/** Stores a new or changed resource, and its places in the indexes. */
export function putResource(desk: Desk, resource: Resource): void {
  desk.docs.put(resourceKey(resource.rid), resource);
  if (resource.owner !== '') {
    desk.tx.put(childKey(resource.owner, resource.type, resource.rid), nothing);
  }
  const index = publicKey(resource.type, resource.rid);
  if (resource.description.public) desk.tx.put(index, nothing);
  else desk.tx.del(index);
}

/** Takes the record and its key away and leaves the rest (data, subtree) to the sweeper. */
export async function removeResource(desk: Desk, resource: Resource): Promise<void> {
  assert(resource.owner !== '', 'the root client stays');
  for await (const alias of namesOf(desk.tx, resource.rid)) deleteAlias(desk.tx, alias);
  const cik = resource.type === 'client' && desk.vault.open(resource.sealedCik, resource.rid);
  if (cik) desk.docs.del(cikKey(desk.vault.index(cik)));
  desk.docs.del(resourceKey(resource.rid));
  desk.tx.del(childKey(resource.owner, resource.type, resource.rid));
  desk.tx.del(publicKey(resource.type, resource.rid));
  desk.tx.put(garbageKey(resource.rid), nothing);
  desk.garbage.add(resource.rid);
}
