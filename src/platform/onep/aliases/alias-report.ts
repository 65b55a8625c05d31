// The aliases section of info: which names the owner has for which resources.

import type { Context } from '../../context.ts';
import { findReadable } from '../../resources/access.ts';
import { type Alias, aliasesOf, namesOf } from '../../resources/aliases.ts';
import type { Resource } from '../../resources/resource.ts';

/** For a client the names that it has given; for a dataport those that its owner has for it. */
export async function aliasReport(ctx: Context, resource: Resource): Promise<unknown> {
  // What the vendor writes where the caller is neither the resource nor its owner.
  if (resource.rid !== ctx.caller && resource.owner !== ctx.caller) return 'undefined';
  const byRid: Record<string, string[]> = {};
  const given: AsyncIterable<Alias> =
    resource.type === 'client' ? aliasesOf(ctx.tx, resource.rid) : namesOf(ctx.tx, resource.rid);
  const namer = resource.type === 'client' ? resource.rid : ctx.caller;
  for await (const { client, alias, rid } of given) {
    if (client !== namer || !(await findReadable(ctx, namer, rid))) continue;
    byRid[rid] ??= [];
    byRid[rid].push(alias);
  }
  return byRid;
}
