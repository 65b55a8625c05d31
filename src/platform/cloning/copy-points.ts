// Copy points: the series of a clone begins with that of its original, block by block.

import type { Desk } from '../context.ts';
import { type Resource, readResource } from '../resources/resource.ts';
import { putHead, readHead } from '../series/head.ts';
import { each } from '../store/each.ts';
import { blockKey, blocksPrefix, lastPart } from '../store/keys.ts';

export async function copyPoints(
  desk: Desk,
  original: Resource,
  copies: ReadonlyMap<string, string>,
): Promise<void> {
  const copy = await readResource(desk, copies.get(original.rid) ?? '');
  const head = await readHead(desk, original.rid);
  if (!head || !copy || copy.type === 'client') return;
  for await (const { key, value } of each(desk.tx, blocksPrefix(original.rid))) {
    desk.tx.put(blockKey(copy.rid, Number(lastPart(key))), value);
  }
  await putHead(desk, copy, head);
}
