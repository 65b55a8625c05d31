// Clone aliases: a copy goes by the names of its original.

import type { Desk } from '../context.ts';
import { aliasesOf, namesOf, putAlias, readAlias } from '../resources/aliases.ts';
import type { Resource } from '../resources/resource.ts';
import type { CloneOrder, Copies } from './clone.ts';

/** The names that a client of the template has given within the template. */
export async function cloneInnerAliases(
  desk: Desk,
  original: Resource,
  copies: Copies,
): Promise<void> {
  const client = copies.get(original.rid);
  if (original.type !== 'client' || client === undefined) return;
  for await (const { alias, rid } of aliasesOf(desk.tx, original.rid)) {
    const copy = copies.get(rid);
    if (copy !== undefined) putAlias(desk.tx, { client, alias, rid: copy });
  }
}

/** The names that the owner of the template has for it, where the owner of the copy does not use them. */
export async function cloneOuterAliases(
  desk: Desk,
  { template, owner }: CloneOrder,
  copies: Copies,
): Promise<void> {
  const rid = copies.get(template.rid);
  if (rid === undefined) return;
  for await (const { client, alias } of namesOf(desk.tx, template.rid)) {
    const taken = await readAlias(desk.tx, owner.rid, alias);
    if (client !== template.owner || taken !== undefined) continue;
    putAlias(desk.tx, { client: owner.rid, alias, rid });
  }
}
