// The tree of clients: a resource lives while the chain of owners from it reaches the root.

import { limits } from '../../core/limits.ts';
import { type ResourceType, resourceTypes } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import { each } from '../store/each.ts';
import { childrenPrefix, lastPart } from '../store/keys.ts';
import { type Client, type Resource, readResource } from './resource.ts';

/**
 * The owners of a resource from the nearest to the root; undefined when the chain is broken, that is
 * when the resource was dropped with one of them.
 */
export async function owners(
  desk: Desk,
  resource: Resource,
): Promise<readonly Client[] | undefined> {
  const chain: Client[] = [];
  let above = resource.owner;
  while (above !== '') {
    const owner = await readResource(desk, above);
    if (owner?.type !== 'client' || chain.length >= limits.treeDepth) return undefined;
    chain.push(owner);
    above = owner.owner;
  }
  return chain;
}

/** The resource, if it lives. */
export async function findLiving(desk: Desk, rid: string): Promise<Resource | undefined> {
  const resource = await readResource(desk, rid);
  return resource && (await owners(desk, resource)) ? resource : undefined;
}

/** The resource, if it lives and lies below this client or is it: what a CIK rules. */
export async function findWithin(
  desk: Desk,
  client: string,
  rid: string,
): Promise<Resource | undefined> {
  const resource = await readResource(desk, rid);
  const chain = resource && (await owners(desk, resource));
  if (!chain) return undefined;
  return rid === client || chain.some((owner) => owner.rid === client) ? resource : undefined;
}

/** What a client owns directly. */
export async function* childrenOf(
  desk: Desk,
  client: Client,
  types: readonly ResourceType[] = resourceTypes,
): AsyncGenerator<Resource> {
  for (const type of types) {
    for await (const { key } of each(desk.tx, childrenPrefix(client.rid, type))) {
      const child = await readResource(desk, lastPart(key));
      if (child) yield child;
    }
  }
}

/** Whether a resource, with all below it, can lie under this owner: every access walks the owners. */
export async function hasDepth(desk: Desk, owner: Client, resource: Resource): Promise<boolean> {
  const above = ((await owners(desk, owner))?.length ?? 0) + 1;
  return above + (await levelsBelow(desk, resource)) < limits.treeDepth;
}

/** Levels that a resource may take up below itself: a client without clients may still own data. */
async function levelsBelow(desk: Desk, resource: Resource): Promise<number> {
  if (resource.type !== 'client') return 0;
  let deepest = 0;
  for await (const child of childrenOf(desk, resource, ['client'])) {
    deepest = Math.max(deepest, await levelsBelow(desk, child));
  }
  return deepest + 1;
}
