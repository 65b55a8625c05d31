// Select: which points of a window a read gives back (seed 003, "read"; checklist O18).

import type { Value } from '../../core/point.ts';
import type { Desk } from '../context.ts';
import { type Block, decodeBlock } from './block.ts';
import { between, lowerBound, type Points } from './points.ts';
import { blocksDown, blocksUp, ceilingBlock, floorBlock } from './scan.ts';

/** Seconds, both included. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

export type Sort = 'asc' | 'desc';

/** The first `limit` points of the window in this order; given back oldest first. */
export async function selectAll(
  desk: Desk,
  rid: string,
  { from, to }: Window,
  { sort, limit }: { readonly sort: Sort; readonly limit: number },
): Promise<Points> {
  const parts: Points[] = [];
  let missing = limit;
  const blocks = sort === 'asc' ? blocksUp : blocksDown;
  if (missing === 0) return join(parts);
  for await (const block of blocks(desk, rid, from, to)) {
    const points = between(decodeBlock(block), from, to);
    const taken = sort === 'asc' ? head(points, missing) : tail(points, missing);
    parts.push(taken);
    missing -= taken.seconds.length;
    if (missing === 0) break;
  }
  return join(sort === 'asc' ? parts : parts.reverse());
}

/**
 * Cuts the asked window evenly into `limit` parts and takes the oldest point of each that has one.
 * `window` is what of it can hold points at all.
 */
export async function selectByTime(
  desk: Desk,
  rid: string,
  { asked, window }: { readonly asked: Window; readonly window: Window },
  limit: number,
): Promise<Points> {
  const width = asked.to - asked.from + 1;
  const parts = Math.min(limit, width);
  const seek = createSeeker(desk, rid);
  const seconds: number[] = [];
  const values: Value[] = [];
  let next = window.from;
  while (parts > 0 && next <= window.to) {
    const found = await seek(next);
    if (!found || found.second > window.to) break;
    seconds.push(found.second);
    values.push(found.value);
    const part = Math.floor(((found.second - asked.from) * parts) / width);
    next = asked.from + Math.ceil(((part + 1) * width) / parts);
  }
  return { seconds, values };
}

/** Samples `limit` points evenly by their number, the first and the last of the window among them. */
export async function selectByCount(
  desk: Desk,
  rid: string,
  { from, to }: Window,
  { sort, limit }: { readonly sort: Sort; readonly limit: number },
): Promise<Points> {
  const counts: { readonly first: number; readonly count: number }[] = [];
  let total = 0;
  for await (const block of blocksUp(desk, rid, from, to)) {
    const count = countWithin(block, { from, to });
    if (count > 0) counts.push({ first: block.first, count });
    total += count;
  }
  if (total <= limit || limit < 2) return selectAll(desk, rid, { from, to }, { sort, limit });
  const seconds: number[] = [];
  const values: Value[] = [];
  const sample = () => Math.round((seconds.length * (total - 1)) / (limit - 1));
  let before = 0;
  for (const { first, count } of counts) {
    const block = sample() < before + count ? await floorBlock(desk, rid, first) : undefined;
    const points = block && between(decodeBlock(block), from, to);
    while (points && seconds.length < limit && sample() < before + count) {
      const at = sample() - before;
      seconds.push(points.seconds[at] ?? 0);
      values.push(points.values[at] ?? 0);
    }
    before += count;
  }
  return { seconds, values };
}

/** A block that lies wholly in the window need not be decoded to be counted. */
const countWithin = (block: Block, { from, to }: Window): number =>
  block.first >= from && block.last <= to
    ? block.count
    : between(decodeBlock(block), from, to).seconds.length;

/** Finds the first point at or after a second, for seconds that rise; decodes a block once. */
function createSeeker(desk: Desk, rid: string) {
  let last = -1;
  let points: Points = { seconds: [], values: [] };
  return async (second: number) => {
    if (second > last) {
      const floor = await floorBlock(desk, rid, second);
      const block = floor && floor.last >= second ? floor : await ceilingBlock(desk, rid, second);
      if (!block) return undefined;
      last = block.last;
      points = decodeBlock(block);
    }
    const at = lowerBound(points.seconds, second);
    const [found, value] = [points.seconds[at], points.values[at]];
    return found === undefined || value === undefined ? undefined : { second: found, value };
  };
}

const head = (points: Points, limit: number): Points => ({
  seconds: points.seconds.slice(0, limit),
  values: points.values.slice(0, limit),
});

const tail = (points: Points, limit: number): Points => ({
  seconds: points.seconds.slice(-limit),
  values: points.values.slice(-limit),
});

const join = (parts: readonly Points[]): Points => ({
  seconds: parts.flatMap((part) => part.seconds),
  values: parts.flatMap((part) => part.values),
});
