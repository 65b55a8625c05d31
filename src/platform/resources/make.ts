// Make: new resources, each under its owner.

import { firstKey } from '../auth/client-key.ts';
import { type Desk, newId } from '../context.ts';
import { beginRule } from '../rules/datarule.ts';
import type { ClientDescription } from './description.ts';
import { type Client, type DataResource, putResource } from './resource.ts';
import { subscribe } from './subscriptions.ts';
import { addUsage } from './usage.ts';

/** A client whose CIK works at once. `owner` is empty for the root. */
export async function makeClient(
  desk: Desk,
  owner: string,
  description: ClientDescription,
  cik = newId(desk.random),
): Promise<Client> {
  const rid = newId(desk.random);
  const key = firstKey(desk, rid, cik);
  const client: Client = { type: 'client', ...head(desk, rid, owner), description, key };
  putResource(desk, client);
  await addUsage(desk, client, { client: 1 });
  return client;
}

/** What makes a dataport, a datarule or a dispatch. */
export type DataBody<T = DataResource> = T extends DataResource
  ? Pick<T, 'type' | 'description' | 'reader'>
  : never;

export async function makeData(desk: Desk, owner: string, body: DataBody): Promise<DataResource> {
  const rid = newId(desk.random);
  const resource: DataResource = { ...head(desk, rid, owner), ...body, subscribers: 0 };
  putResource(desk, resource);
  await subscribe(desk, resource);
  if (resource.type === 'datarule') await beginRule(desk, resource);
  await addUsage(desk, resource, { [body.type]: 1 });
  return resource;
}

const head = (desk: Desk, rid: string, owner: string) => ({
  rid,
  owner,
  created: desk.nowSecond,
  modified: desk.nowSecond,
});
