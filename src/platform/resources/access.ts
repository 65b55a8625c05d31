// Access: what a client may read beyond what it rules.

import type { Desk } from '../context.ts';
import { isActivated } from '../sharing/shares.ts';
import { type DataResource, type Resource, readResource } from './resource.ts';
import { findWithin, owners } from './tree.ts';

/**
 * The resource, if it lives and this client may read it: one of its subtree, a public one, or one whose
 * share it has activated.
 */
export async function findReadable(
  desk: Desk,
  client: string,
  rid: string,
): Promise<Resource | undefined> {
  const ruled = await findWithin(desk, client, rid);
  if (ruled) return ruled;
  const resource = await readResource(desk, rid);
  if (!resource || !(await owners(desk, resource))) return undefined;
  const open = resource.description.public || (await isActivated(desk.tx, client, rid));
  return open ? resource : undefined;
}

/**
 * The resource whose values another one takes in (`subscribe`, an operand), if its reader may still read
 * it: rights may have ended since it was said. Where the reader rules the taker no more, its owner reads.
 */
export async function findSource(
  desk: Desk,
  taker: DataResource,
  rid: string,
): Promise<DataResource | undefined> {
  const rules = await findWithin(desk, taker.reader, taker.rid);
  const source = await findReadable(desk, rules ? taker.reader : taker.owner, rid);
  return source && source.type !== 'client' ? source : undefined;
}
