// Make: new clients and dataports, each under its owner.

import { type Desk, newId } from '../context.ts';
import { cikKey } from '../store/keys.ts';
import type { ClientDescription, DataportDescription } from './description.ts';
import { type Client, type Dataport, putResource } from './resource.ts';
import { addUsage } from './usage.ts';

/** Who a CIK is, under its keyed hash. */
export interface KeyRecord {
  readonly client: string;
}

/** A client whose CIK works at once. `owner` is empty for the root. */
export async function makeClient(
  desk: Desk,
  owner: string,
  description: ClientDescription,
  cik = newId(desk.random),
): Promise<Client> {
  const rid = newId(desk.random);
  const sealedCik = desk.vault.seal(cik, rid);
  const client: Client = { type: 'client', ...head(desk, rid, owner), description, sealedCik };
  putResource(desk, client);
  const record: KeyRecord = { client: rid };
  desk.docs.put(cikKey(desk.vault.index(cik)), record);
  await addUsage(desk, client, { client: 1 });
  return client;
}

export async function makeDataport(
  desk: Desk,
  owner: string,
  description: DataportDescription,
): Promise<Dataport> {
  const rid = newId(desk.random);
  const dataport: Dataport = { type: 'dataport', ...head(desk, rid, owner), description };
  putResource(desk, dataport);
  await addUsage(desk, dataport, { dataport: 1 });
  return dataport;
}

const head = (desk: Desk, rid: string, owner: string) => ({
  rid,
  owner,
  created: desk.nowSecond,
  modified: desk.nowSecond,
});
