// The tree of clients: a resource lives while the chain of owners from it reaches the root.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
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
