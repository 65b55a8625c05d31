// Clone: a copy of a resource with everything below it, under another owner (checklist O11).

import { assert } from '../../core/assert.ts';
import { limits } from '../../core/limits.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Desk } from '../context.ts';
import { wholeOf } from '../metering/whole.ts';
import { type DataBody, makeClient, makeData } from '../resources/make.ts';
import type { Client, Resource } from '../resources/resource.ts';
import { childrenOf, hasDepth } from '../resources/tree.ts';
import { hasRoom } from '../resources/usage.ts';
import { cloneInnerAliases, cloneOuterAliases } from './clone-aliases.ts';
import { copyPoints } from './copy-points.ts';
import { repoint } from './repoint.ts';

export interface CloneOrder {
  /** What is copied. */
  readonly template: Resource;
  /** The client that gets the copy. */
  readonly owner: Client;
  /** By whose right the copy takes in values from outside: who asked for it. */
  readonly reader: string;
  readonly noaliases: boolean;
  readonly nohistorical: boolean;
}

/** From the RID of each original to that of its copy. */
export type Copies = ReadonlyMap<string, string>;

/**
 * Copies descriptions, and aliases and points unless told otherwise. Each client gets a key of its own;
 * shares and tags stay with the original. What subscribes within the subtree does so within the copy.
 * The failure is one sentence about the limit that is in the way.
 */
export async function cloneResource(
  desk: Desk,
  order: CloneOrder,
): Promise<Result<Resource, string>> {
  const { template, owner } = order;
  const { client, dataport, datarule, dispatch, disk } = await wholeOf(desk, template);
  const needs = { client, dataport, datarule, dispatch };
  if (client + dataport + datarule + dispatch > limits.cloneResources) {
    return err('too many resources for one clone');
  }
  if (disk > limits.cloneBytes && !order.nohistorical) return err('too much history for one clone');
  if (!(await hasRoom(desk, owner, needs))) return err('the client may own no more');
  if (!(await hasDepth(desk, owner, template))) return err('the tree is too deep');
  const originals = await collect(desk, template);
  const copies = new Map<string, string>();
  const made: Resource[] = [];
  for (const original of originals) {
    const copy = await copyOne(desk, original, { order, copies });
    copies.set(original.rid, copy.rid);
    made.push(copy);
  }
  for (const original of originals) {
    if (original.type !== 'client') await repoint(desk, original, copies);
    if (!order.nohistorical) await copyPoints(desk, original, copies);
    if (!order.noaliases) await cloneInnerAliases(desk, original, copies);
  }
  if (!order.noaliases) await cloneOuterAliases(desk, order, copies);
  const [top] = made;
  assert(top, 'the template itself was copied');
  return ok(top);
}

/** The template and all below it, owners before what they own. */
async function collect(desk: Desk, template: Resource): Promise<readonly Resource[]> {
  const found = [template];
  for (const resource of found) {
    if (resource.type !== 'client') continue;
    for await (const child of childrenOf(desk, resource)) found.push(child);
  }
  return found;
}

/** The copy subscribes to nothing yet: its source may not have been copied. */
function copyOne(
  desk: Desk,
  original: Resource,
  { order, copies }: { readonly order: CloneOrder; readonly copies: Copies },
): Promise<Resource> {
  const owner = copies.get(original.owner) ?? order.owner.rid;
  if (original.type === 'client') return makeClient(desk, owner, original.description);
  const reader = copies.get(original.reader) ?? order.reader;
  const { type, description } = original;
  const body = { type, description: { ...description, subscribe: null }, reader } as DataBody;
  return makeData(desk, owner, body);
}
