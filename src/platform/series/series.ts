// Series: the points of one data resource, kept in blocks, with a head that says what the blocks hold.
//
// Invariants. Blocks do not overlap; seconds are unique; the head counts exactly what the blocks hold
// and is absent while there is none; every change of it reaches the usage of the owners.

import { assert } from '../../core/assert.ts';
import type { Desk } from '../context.ts';
import type { DataResource } from '../resources/resource.ts';
import { blockKey, blocksPrefix, under } from '../store/keys.ts';
import { type Block, blockOf, decodeBlock, encodeBlock } from './block.ts';
import { putHead, readHead } from './head.ts';
import { type Points, without } from './points.ts';
import { blocksUp } from './scan.ts';

/** Stores the points as one block; returns its size in bytes. */
export function putBlock(desk: Desk, rid: string, points: Points): number {
  const first = points.seconds[0];
  assert(first !== undefined, 'a block holds a point');
  const bytes = encodeBlock(points);
  desk.tx.put(blockKey(rid, first), bytes);
  return bytes.length;
}

/** Deletes the points of the seconds `from` to `to`, both included. */
export async function removePoints(
  desk: Desk,
  resource: DataResource,
  from: number,
  to: number,
): Promise<void> {
  const { rid } = resource;
  const head = await readHead(desk, rid);
  if (!head || from > to || from > head.last || to < head.first) return;
  let { count, size } = head;
  for await (const block of blocksUp(desk, rid, from, Math.min(to, head.last))) {
    const left = keep(block, from, to);
    if (left === 'all') continue;
    desk.tx.del(blockKey(rid, block.first));
    count -= block.count - (left?.seconds.length ?? 0);
    size -= block.bytes.length - (left ? putBlock(desk, rid, left) : 0);
  }
  await putHead(
    desk,
    resource,
    count === 0 ? undefined : { ...(await ends(desk, rid)), count, size },
  );
}

/** What is left of a block; undefined for nothing. */
function keep(block: Block, from: number, to: number): Points | 'all' | undefined {
  if (from <= block.first && block.last <= to) return undefined;
  const left = without(decodeBlock(block), from, to);
  if (left.seconds.length === block.count) return 'all';
  return left.seconds.length === 0 ? undefined : left;
}

/** First and last second of a series that is not empty, read from its outer blocks. */
async function ends(desk: Desk, rid: string) {
  const [first] = await desk.tx.range(under(blocksPrefix(rid)), { limit: 1 });
  const [last] = await desk.tx.range(under(blocksPrefix(rid)), { limit: 1, reverse: true });
  assert(first && last, 'a series with points has a block');
  const tail = blockOf(last);
  return { first: blockOf(first).first, last: tail.last, tail: tail.first };
}
