// Scan: the blocks of a series around a second, or through a window in either direction.

import { assert } from '../../core/assert.ts';
import type { Desk } from '../context.ts';
import { blockKey, blocksPrefix, under } from '../store/keys.ts';
import { type Block, blockOf, openBlock } from './block.ts';
import { readHead } from './head.ts';

/** Pages grow, since most reads want the newest point and some want everything. */
const largestPage = 64;

/** The block that begins at this second. */
export async function getBlock(desk: Desk, rid: string, first: number): Promise<Block | undefined> {
  const bytes = await desk.tx.get(blockKey(rid, first));
  return bytes && openBlock(first, bytes);
}

/** The last block that begins at or before this second. */
export async function floorBlock(
  desk: Desk,
  rid: string,
  second: number,
): Promise<Block | undefined> {
  const range = { gte: blocksPrefix(rid), lt: blockKey(rid, second + 1) };
  const [entry] = await desk.tx.range(range, { limit: 1, reverse: true });
  return entry && blockOf(entry);
}

/** The first block that begins at or after this second. */
export async function ceilingBlock(
  desk: Desk,
  rid: string,
  second: number,
): Promise<Block | undefined> {
  const range = { gte: blockKey(rid, second), lt: under(blocksPrefix(rid)).lt };
  const [entry] = await desk.tx.range(range, { limit: 1 });
  return entry && blockOf(entry);
}

/** The blocks that may hold points of the seconds `from` to `to`, oldest first. */
export async function* blocksUp(
  desk: Desk,
  rid: string,
  from: number,
  to: number,
): AsyncGenerator<Block> {
  const floor = await floorBlock(desk, rid, from);
  let start = floor && floor.last >= from ? floor.first : from;
  for (let limit = 1; start <= to; limit = Math.min(limit * 4, largestPage)) {
    const range = { gte: blockKey(rid, start), lt: blockKey(rid, to + 1) };
    const page = await desk.tx.range(range, { limit });
    for (const entry of page) {
      const block = blockOf(entry);
      assert(block.last >= start, 'blocks rise');
      start = block.last + 1;
      yield block;
    }
    if (page.length < limit) return;
  }
}

/** The same, newest first. The newest block is read by its key: most reads want nothing else. */
export async function* blocksDown(
  desk: Desk,
  rid: string,
  from: number,
  to: number,
): AsyncGenerator<Block> {
  const tail = (await readHead(desk, rid))?.tail;
  const newest = tail !== undefined && tail <= to ? await getBlock(desk, rid, tail) : undefined;
  if (newest && newest.last >= from) yield newest;
  let end = newest ? newest.first - 1 : to;
  for (let limit = 1; end >= from; limit = Math.min(limit * 4, largestPage)) {
    const range = { gte: blocksPrefix(rid), lt: blockKey(rid, end + 1) };
    const page = await desk.tx.range(range, { limit, reverse: true });
    for (const entry of page) {
      const block = blockOf(entry);
      if (block.last < from) return;
      end = block.first - 1;
      yield block;
    }
    if (page.length < limit) return;
  }
}
