// create([owner,] type, description): a new resource under the caller, or under a client of his subtree.

import { limits } from '../../../core/limits.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import type { ResourceType } from '../../../wire/onep.ts';
import type { Context } from '../../context.ts';
import type { Client } from '../../resources/resource.ts';
import { owners } from '../../resources/tree.ts';
import { hasRoom } from '../../resources/usage.ts';
import { type Outcome, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor, resolveClient } from '../reference.ts';
import { createClient } from './create-client.ts';
import { createClone } from './create-clone.ts';
import { createData } from './create-data.ts';

/** Each makes a resource for the caller of `acting`, by the rights of the caller of `ctx`. */
type Maker = (acting: Context, description: unknown, ctx: Context) => Promise<Outcome>;
const makers: Readonly<Record<ResourceType, Maker>> = {
  client: createClient,
  dataport: createData('dataport'),
  datarule: createData('datarule'),
  dispatch: createData('dispatch'),
};

const isType = (type: unknown): type is ResourceType =>
  typeof type === 'string' && Object.hasOwn(makers, type);

/** The result is the RID. `limit` when the client may own no more of them. */
export const create: Procedure = async (ctx, args) => {
  const found = await actingFor(ctx, args, 3);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const [type, description] = rest;
  if (description === undefined) return unsupported('create takes a type and a description');
  if (type === 'clone') return createClone(acting, description, ctx);
  if (!isType(type)) return unsupported('not a type of resource');
  const owner = await ownerWithRoom(acting, type);
  return owner.ok ? makers[type](acting, description, ctx) : owner.failure;
};

async function ownerWithRoom(ctx: Context, type: ResourceType): Promise<Result<Client, Outcome>> {
  const owner = await resolveClient(ctx, { alias: '' });
  if (!owner.ok) return owner;
  const depth = (await owners(ctx, owner.value))?.length ?? 0;
  if (depth + 1 >= limits.treeDepth) return err(refuse('limit', 'the tree is too deep'));
  if (await hasRoom(ctx, owner.value, { [type]: 1 })) return ok(owner.value);
  return err(refuse('limit', `the client may own no more resources of type ${type}`));
}
