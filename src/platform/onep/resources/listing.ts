// listing([client,] types, filters): RIDs by type, in the order in which the types are asked (O21).

import { type ResourceType, resourceTypes } from '../../../wire/onep.ts';
import type { Context } from '../../context.ts';
import { findReadable } from '../../resources/access.ts';
import { aliasesOf } from '../../resources/aliases.ts';
import { findLiving } from '../../resources/tree.ts';
import { taggedOfType } from '../../sharing/tags.ts';
import { each } from '../../store/each.ts';
import { childrenPrefix, lastPart, publicPrefix } from '../../store/keys.ts';
import { activationsPrefix } from '../../store/sharing-keys.ts';
import { answer, type Outcome, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor } from '../reference.ts';

const filterNames = ['activated', 'aliased', 'owned', 'public', 'tagged'] as const;
type Filter = (typeof filterNames)[number];

interface Asked {
  readonly filters: readonly Filter[];
  /** A list of filters answers a list of lists; an object of filters an object by type. */
  readonly byName: boolean;
}

export const listing: Procedure = async (ctx, args) => {
  const short = Array.isArray(args[0]);
  const found = await actingFor(ctx, args, short ? Number.POSITIVE_INFINITY : 1);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const types = rest[0];
  const asked = readFilters(rest[1]);
  if (!Array.isArray(types) || !asked) return unsupported('listing takes types and filters');
  const unknown = types.find((type) => !isType(type));
  if (unknown !== undefined) return badType(unknown);
  const lists: string[][] = [];
  for (const type of types.filter(isType)) lists.push(await list(acting, type, asked));
  const result = asked.byName
    ? Object.fromEntries(types.map((type, at) => [type, lists[at]]))
    : lists;
  return answer(JSON.stringify(result));
};

const isType = (type: unknown): type is ResourceType =>
  resourceTypes.some((known) => known === type);

const badType = (type: unknown): Outcome => ({
  status: 'error',
  result: JSON.stringify(`invalid resource type: ${JSON.stringify(type)}`),
});

function readFilters(given: unknown): Asked | undefined {
  if (given === undefined) return { filters: ['owned'], byName: false };
  if (Array.isArray(given)) {
    const filters = filterNames.filter((name) => given.includes(name));
    if (!given.every((name) => filterNames.some((known) => known === name))) return undefined;
    return { filters: given.length === 0 ? ['owned'] : filters, byName: false };
  }
  if (typeof given !== 'object' || given === null) return undefined;
  const wanted = new Map(Object.entries(given));
  const filters = filterNames.filter((name) => wanted.get(name) === true);
  return { filters: wanted.size === 0 ? ['owned'] : filters, byName: true };
}

async function list(ctx: Context, type: ResourceType, { filters }: Asked): Promise<string[]> {
  const rids = new Set<string>();
  const add = async (rid: string) => {
    const resource = await findReadable(ctx, ctx.caller, rid);
    if (resource?.type === type) rids.add(rid);
  };
  if (filters.includes('owned')) {
    for await (const { key } of each(ctx.tx, childrenPrefix(ctx.caller, type))) {
      rids.add(lastPart(key));
    }
  }
  if (filters.includes('aliased')) {
    for await (const { rid } of aliasesOf(ctx.tx, ctx.caller)) await add(rid);
  }
  if (filters.includes('public')) {
    for await (const { key } of each(ctx.tx, publicPrefix(type))) {
      if (await findLiving(ctx, lastPart(key))) rids.add(lastPart(key));
    }
  }
  if (filters.includes('activated')) {
    for await (const { key } of each(ctx.tx, activationsPrefix(ctx.caller))) {
      await add(lastPart(key));
    }
  }
  if (filters.includes('tagged')) {
    for await (const rid of taggedOfType(ctx.tx, type)) await add(rid);
  }
  return [...rids];
}
