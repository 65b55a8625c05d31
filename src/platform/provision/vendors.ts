// Vendors: clients with a public name, under which devices find their model, and tokens in place of their CIK.

import { authenticate, type Caller } from '../auth/authenticate.ts';
import type { Desk } from '../context.ts';
import type { Client } from '../resources/resource.ts';
import { findLiving, owners } from '../resources/tree.ts';
import { vendorKey, vendorNameKey, vendorTokenKey } from '../store/vendor-keys.ts';

export interface Vendor {
  /** The RID of the client. */
  readonly client: string;
  /** Undefined until a name is registered. */
  readonly name: string | undefined;
}

export interface VendorRecord {
  readonly name: string;
}

export interface TokenRecord {
  /** The token as the vault sealed it for the client. */
  readonly sealed: string;
  /** Its keyed hash, under which it is found. */
  readonly index: string;
}

/** What leads to a vendor: its name, or the hash of a token. */
export interface VendorLink {
  readonly client: string;
}

/** Who manages, by the CIK or the token of a request; undefined for neither. */
export async function findManager(
  desk: Desk,
  headers: Readonly<Record<string, string>>,
): Promise<Caller | undefined> {
  const token = headers['x-exosite-token'];
  const cik = headers['x-exosite-cik'];
  if (token !== undefined) return holderOf(desk, token);
  if (cik === undefined) return undefined;
  const caller = await authenticate(desk, { cik });
  return caller.ok ? caller.value : undefined;
}

async function holderOf(desk: Desk, token: string): Promise<Caller | undefined> {
  const link = await desk.docs.get<VendorLink>(vendorTokenKey(desk.vault.index(token)));
  const client = link && (await livingClient(desk, link.client));
  const above = client && (await owners(desk, client));
  if (!above) return undefined;
  const locked = [client, ...above].some(({ description }) => description.locked);
  return { rid: client.rid, locked };
}

export const nameOf = async (desk: Desk, client: string): Promise<string | undefined> =>
  (await desk.docs.get<VendorRecord>(vendorKey(client)))?.name;

/** The RID of the client that has registered this name, if it lives. */
export async function findVendor(desk: Desk, name: string): Promise<string | undefined> {
  const link = await desk.docs.get<VendorLink>(vendorNameKey(name));
  return link && (await livingClient(desk, link.client))?.rid;
}

async function livingClient(desk: Desk, rid: string): Promise<Client | undefined> {
  const client = await findLiving(desk, rid);
  return client?.type === 'client' ? client : undefined;
}
