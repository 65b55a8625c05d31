// Remove: a resource goes, at once and with everything that would still find it.

import { assert } from '../../core/assert.ts';
import { forgetKey } from '../auth/client-key.ts';
import type { Desk } from '../context.ts';
import { stopScript } from '../scripts/state.ts';
import { removeShare, sharesOf } from '../sharing/shares.ts';
import { deleteTag, tagsOf } from '../sharing/tags.ts';
import { childKey, garbageKey, publicKey, resourceKey } from '../store/keys.ts';
import { deleteAlias, namesOf } from './aliases.ts';
import type { Resource } from './resource.ts';
import { unsubscribe } from './subscriptions.ts';

const nothing = new Uint8Array();

/** Takes the record and its key away and leaves the rest (data, subtree) to the sweeper. */
export async function removeResource(desk: Desk, resource: Resource): Promise<void> {
  assert(resource.owner !== '', 'the root client stays');
  for await (const alias of namesOf(desk.tx, resource.rid)) deleteAlias(desk.tx, alias);
  for await (const share of sharesOf(desk, resource.rid)) removeShare(desk, share);
  for await (const tag of tagsOf(desk.tx, resource)) deleteTag(desk.tx, tag);
  if (resource.type === 'client') forgetKey(desk, resource);
  else await unsubscribe(desk, resource);
  if (resource.type === 'datarule') await stopScript(desk, resource.rid);
  desk.docs.del(resourceKey(resource.rid));
  desk.tx.del(childKey(resource.owner, resource.type, resource.rid));
  desk.tx.del(publicKey(resource.type, resource.rid));
  desk.tx.put(garbageKey(resource.rid), nothing);
  desk.garbage.add(resource.rid);
}
