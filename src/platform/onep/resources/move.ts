// move(resource, client, {aliases}): a resource with everything below it gets another owner (spec, 1.3).

import * as z from 'zod';
import type { Context } from '../../context.ts';
import { enterUsage, leaveUsage, wholeOf } from '../../metering/whole.ts';
import { findReadable } from '../../resources/access.ts';
import { deleteAlias, namesOf, putAlias, readAlias } from '../../resources/aliases.ts';
import { type Client, moveResource, type Resource } from '../../resources/resource.ts';
import { findWithin, hasDepth, owners } from '../../resources/tree.ts';
import { hasRoom } from '../../resources/usage.ts';
import { type Outcome, okay, refuse } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow, resolveClient } from '../reference.ts';

const optionsSchema = z.object({ aliases: z.boolean().default(true) });

/**
 * The names that the old owner has for the resource go along when `aliases` says so, where the new owner
 * does not use them already. `invalid` for a client that is the resource itself or lies below it.
 */
export const move: Procedure = async (ctx, [ref, destination, given = {}]) => {
  const resource = await resolveBelow(ctx, ref);
  if (!resource.ok) return resource.failure;
  const owner = await resolveClient(ctx, destination);
  if (!owner.ok) return owner.failure;
  const options = optionsSchema.safeParse(given);
  if (!options.success) return refuse('invalid', 'an option of move makes no sense');
  if (owner.value.rid === resource.value.owner) return okay;
  const refused = await checkPlace(ctx, resource.value, owner.value);
  if (refused) return refused;
  await leaveUsage(ctx, resource.value);
  const moved = moveResource(ctx, resource.value, owner.value.rid);
  await enterUsage(ctx, moved);
  await takeNames(ctx, resource.value, { to: owner.value.rid, along: options.data.aliases });
  return okay;
};

async function checkPlace(
  ctx: Context,
  resource: Resource,
  owner: Client,
): Promise<Outcome | undefined> {
  if (await findWithin(ctx, resource.rid, owner.rid)) {
    return refuse('invalid', 'a client cannot be moved into itself');
  }
  if (!(await hasDepth(ctx, owner, resource))) return refuse('limit', 'the tree is too deep');
  // Who is above it before and after has no more of it than now.
  const already = ((await owners(ctx, resource)) ?? []).map(({ rid }) => rid);
  if (await hasRoom(ctx, owner, await wholeOf(ctx, resource), already)) return undefined;
  return refuse('limit', 'the client may own no more');
}

async function takeNames(
  ctx: Context,
  { rid, owner }: Resource,
  { to, along }: { readonly to: string; readonly along: boolean },
): Promise<void> {
  for await (const name of namesOf(ctx.tx, rid)) {
    const stays = name.client !== owner && (await findReadable(ctx, name.client, rid));
    if (stays) continue;
    deleteAlias(ctx.tx, name);
    const free = along && name.client === owner && !(await readAlias(ctx.tx, to, name.alias));
    if (free) putAlias(ctx.tx, { ...name, client: to });
  }
}
