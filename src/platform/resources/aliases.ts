// Aliases: a client's names for resources, and the way back from a resource to its names.

import { limits } from '../../core/limits.ts';
import { each } from '../store/each.ts';
import { aliasesPrefix, aliasKey, lastPart, nameKey, namesPrefix } from '../store/keys.ts';
import type { Transaction } from '../store/transaction.ts';

const nothing = new Uint8Array();
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** An alias that can be stored: not empty (that is the client itself), and not too long for a key. */
export const isAlias = (alias: string): boolean =>
  alias !== '' && alias.length <= limits.aliasLength && alias.isWellFormed();

/** Where a name leads, whether or not that resource still lives. */
export async function readAlias(
  tx: Transaction,
  client: string,
  alias: string,
): Promise<string | undefined> {
  const bytes = isAlias(alias) ? await tx.get(aliasKey(client, alias)) : undefined;
  return bytes && decoder.decode(bytes);
}

export interface Alias {
  readonly client: string;
  readonly alias: string;
  readonly rid: string;
}

export function putAlias(tx: Transaction, { client, alias, rid }: Alias): void {
  tx.put(aliasKey(client, alias), encoder.encode(rid));
  tx.put(nameKey(rid, client, alias), nothing);
}

export function deleteAlias(tx: Transaction, { client, alias, rid }: Alias): void {
  tx.del(aliasKey(client, alias));
  tx.del(nameKey(rid, client, alias));
}

/** The names that a client has given. */
export async function* aliasesOf(tx: Transaction, client: string): AsyncGenerator<Alias> {
  for await (const { key, value } of each(tx, aliasesPrefix(client))) {
    yield { client, alias: decodeURIComponent(lastPart(key)), rid: decoder.decode(value) };
  }
}

/** The names that clients have for a resource. */
export async function* namesOf(tx: Transaction, rid: string): AsyncGenerator<Alias> {
  for await (const { key } of each(tx, namesPrefix(rid))) {
    const [client = '', alias = ''] = key.slice(namesPrefix(rid).length).split('/');
    yield { client, alias: decodeURIComponent(alias), rid };
  }
}
