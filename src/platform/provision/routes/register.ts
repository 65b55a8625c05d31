// /provision/register and /provision/admin/auth/: the name of a vendor, and tokens in place of its CIK.

import type { Reply } from '../../../core/ports/http-server.ts';
import { newId } from '../../context.ts';
import { firstOf } from '../../http/form.ts';
import { textReply } from '../../replies.ts';
import { isAlias } from '../../resources/aliases.ts';
import { each } from '../../store/each.ts';
import { lastPart } from '../../store/keys.ts';
import {
  tokenKey,
  tokensPrefix,
  vendorKey,
  vendorNameKey,
  vendorTokenKey,
} from '../../store/vendor-keys.ts';
import {
  type Answer,
  badRequest,
  conflict,
  csvReply,
  formOf,
  isTrue,
  notFound,
  reset,
} from '../asked.ts';
import { type Managed, managed } from '../managed.ts';
import { findVendor, type TokenRecord, type VendorLink, type VendorRecord } from '../vendors.ts';

export const showVendor = managed(async ({ vendor }) =>
  vendor.name === undefined ? notFound('a vendor name') : textReply(200, vendor.name),
);

/** Registers a name, or with `delete` gives it back. A client has one name, and a name one client. */
export const registerVendor = managed(async (asked) => {
  const { desk, vendor } = asked;
  const form = formOf(asked);
  const name = firstOf(form, 'vendor');
  if (name === undefined || !/^[\w.-]{1,64}$/.test(name)) return badRequest('no vendor is named');
  if (isTrue(form, 'delete')) {
    if (vendor.name !== name) return notFound('the vendor name');
    desk.docs.del(vendorKey(vendor.client));
    desk.docs.del(vendorNameKey(name));
    return reset;
  }
  if (vendor.name === name) return reset;
  if (vendor.name !== undefined) return conflict('the client has another vendor name');
  if ((await findVendor(desk, name)) !== undefined) return conflict('the vendor name is taken');
  const record: VendorRecord = { name };
  const link: VendorLink = { client: vendor.client };
  desk.docs.put(vendorKey(vendor.client), record);
  desk.docs.put(vendorNameKey(name), link);
  return reset;
});

export const listTokens = managed(async ({ desk, vendor }) => {
  const rows: [string][] = [];
  for await (const { key } of each(desk.tx, tokensPrefix(vendor.client)))
    rows.push([lastPart(key)]);
  return csvReply(rows);
});

/** Makes a token under a name of the vendor's choice, or with `delete` takes it back. */
export const changeTokens = managed(async (asked) => {
  const form = formOf(asked);
  const id = firstOf(form, 'id');
  if (id === undefined || !isAlias(id)) return badRequest('no id is given');
  return isTrue(form, 'delete') ? drop(asked, [id]) : create(asked, id);
});

async function create({ desk, vendor }: Managed, id: string): Promise<Reply> {
  const key = tokenKey(vendor.client, id);
  if (await desk.docs.get<TokenRecord>(key)) return conflict('a token of this id is there already');
  const token = newId(desk.random);
  const index = desk.vault.index(token);
  const record: TokenRecord = { sealed: desk.vault.seal(token, vendor.client), index };
  const link: VendorLink = { client: vendor.client };
  desk.docs.put(key, record);
  desk.docs.put(vendorTokenKey(index), link);
  return textReply(200, token);
}

export const showToken = managed(async ({ desk, vendor }, [id = '']) => {
  const record = await desk.docs.get<TokenRecord>(tokenKey(vendor.client, id));
  const token = record && desk.vault.open(record.sealed, vendor.client);
  return token === undefined ? notFound('the token') : textReply(200, token);
});

const drop: Answer<Managed> = async ({ desk, vendor }, [id = '']) => {
  const key = tokenKey(vendor.client, id);
  const record = await desk.docs.get<TokenRecord>(key);
  if (!record) return notFound('the token');
  desk.docs.del(key);
  desk.docs.del(vendorTokenKey(record.index));
  return reset;
};

export const dropToken = managed(drop);
