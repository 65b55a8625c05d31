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
 * The resource whose values another one takes in (`subscribe`, an operand), if its reader still rules
 * the taker and may still read the source. Rights may have ended since it was said.
 */
export async function findSource(
  desk: Desk,
  taker: DataResource,
  rid: string,
): Promise<DataResource | undefined> {
  if (!(await findWithin(desk, taker.reader, taker.rid))) return undefined;
  const source = await findReadable(desk, taker.reader, rid);
  return source && source.type !== 'client' ? source : undefined;
}
