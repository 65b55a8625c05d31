// Blocks: many points under one key (docs/platform-store.md, "Blocks").

import { assert } from '../../core/assert.ts';
import { decodeColumn, encodeColumn } from '../../core/codec/columns.ts';
import { failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { KvEntry } from '../../core/ports/ordered-kv.ts';
import { lastPart } from '../store/keys.ts';
import { StoreFailed } from '../store/transaction.ts';
import { type Points, slice } from './points.ts';

const version = 1;
const countAt = 1;
const lastAt = 3;
const headBytes = 11;

/** What is known of a block without decoding its points. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly count: number;
  readonly bytes: Uint8Array;
}

export function encodeBlock(points: Points): Uint8Array {
  const last = points.seconds.at(-1);
  assert(last !== undefined, 'a block holds a point');
  const column = encodeColumn(points.seconds, points.values);
  const bytes = new Uint8Array(headBytes + column.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, version);
  view.setUint16(countAt, points.seconds.length);
  view.setFloat64(lastAt, last);
  bytes.set(column, headBytes);
  return bytes;
}

export const blockOf = ({ key, value }: KvEntry): Block => openBlock(Number(lastPart(key)), value);

export function openBlock(first: number, bytes: Uint8Array): Block {
  if (bytes.length <= headBytes || bytes[0] !== version) throw damaged(first);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { first, last: view.getFloat64(lastAt), count: view.getUint16(countAt), bytes };
}

export function decodeBlock(block: Block): Points {
  const points = decodeColumn(block.bytes.subarray(headBytes));
  if (points?.seconds.length !== block.count || points.seconds[0] !== block.first) {
    throw damaged(block.first);
  }
  return points;
}

const damaged = (first: number) =>
  new StoreFailed(failure('corrupt', `the block of points at second ${first} is damaged`));

/** Whether a block takes more points. */
export const isRoomy = (block: Block): boolean =>
  block.count < limits.blockPoints && block.bytes.length < limits.blockBytes;

const numberWeight = 8;
const weight = (value: Points['values'][number] | undefined): number =>
  typeof value === 'string' ? value.length : numberWeight;

/**
 * Cuts points into blocks of at most `maxPoints`; strings make a block full earlier, by their length. A
 * string longer than a block stands alone.
 */
export function cutIntoBlocks(points: Points, maxPoints: number): readonly Points[] {
  const blocks: Points[] = [];
  let start = 0;
  let bytes = 0;
  for (let at = 0; at < points.values.length; at += 1) {
    const more = weight(points.values[at]);
    const full = at - start >= maxPoints || bytes + more > limits.blockBytes;
    if (full && at > start) {
      blocks.push(slice(points, start, at));
      start = at;
      bytes = 0;
    }
    bytes += more;
  }
  blocks.push(slice(points, start, points.values.length));
  return blocks;
}
