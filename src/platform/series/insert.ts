// Insert: new points find their blocks. An append touches the last block alone.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import type { DataResource } from '../resources/resource.ts';
import { blockKey } from '../store/keys.ts';
import { type Block, cutIntoBlocks, decodeBlock, isRoomy } from './block.ts';
import { putHead, readHead, type SeriesHead } from './head.ts';
import { lowerBound, merge, noPoints, type OnConflict, type Points, slice } from './points.ts';
import { ceilingBlock, floorBlock, getBlock } from './scan.ts';
import { putBlock } from './series.ts';

/** Between which blocks the next points belong. */
interface Place {
  readonly floor?: Block | undefined;
  readonly ceiling?: Block | undefined;
}

/**
 * Stores the points, and answers the seconds that have another value already and keep it (none when
 * `onConflict` is `replace`).
 */
export async function insertPoints(
  desk: Desk,
  resource: DataResource,
  points: Points,
  onConflict: OnConflict,
): Promise<readonly number[]> {
  let head = await readHead(desk, resource.rid);
  const conflicts: number[] = [];
  let at = 0;
  while (at < points.seconds.length) {
    const second = points.seconds[at] ?? 0;
    const place = await findPlace(desk, resource.rid, head, second);
    const end = place.ceiling
      ? lowerBound(points.seconds, place.ceiling.first, at)
      : points.seconds.length;
    const filled = fill(
      { desk, rid: resource.rid, place, head },
      slice(points, at, end),
      onConflict,
    );
    conflicts.push(...filled.conflicts);
    head = filled.head;
    at = end;
  }
  if (head) await putHead(desk, resource, head);
  return conflicts;
}

async function findPlace(
  desk: Desk,
  rid: string,
  head: SeriesHead | undefined,
  second: number,
): Promise<Place> {
  if (!head) return {};
  if (second >= head.tail) return { floor: await getBlock(desk, rid, head.tail) };
  return {
    floor: await floorBlock(desk, rid, second),
    ceiling: await ceilingBlock(desk, rid, second + 1),
  };
}

interface Site {
  readonly desk: Desk;
  readonly rid: string;
  readonly place: Place;
  readonly head: SeriesHead | undefined;
}

/** Puts points that all lie before the ceiling into the floor, else into the ceiling, else between. */
function fill(site: Site, added: Points, onConflict: OnConflict) {
  const { desk, rid, place, head } = site;
  const base = baseOf(place, added);
  const old = base ? decodeBlock(base) : noPoints;
  const { points, conflicts, changed } = merge(old, added, onConflict);
  if (!changed) return { head, conflicts };
  if (base && base.first !== points.seconds[0]) desk.tx.del(blockKey(rid, base.first));
  const parts = cutIntoBlocks(points, partPoints(place, points.seconds.length));
  let bytes = 0;
  for (const part of parts) bytes += putBlock(desk, rid, part);
  const isLast = !place.ceiling || (base === place.ceiling && base.first === head?.tail);
  const first = points.seconds[0] ?? 0;
  const last = points.seconds.at(-1) ?? 0;
  const next: SeriesHead = {
    count: (head?.count ?? 0) + points.seconds.length - old.seconds.length,
    first: Math.min(first, head?.first ?? first),
    last: Math.max(last, head?.last ?? last),
    size: (head?.size ?? 0) + bytes - (base?.bytes.length ?? 0),
    tail: isLast ? (parts.at(-1)?.seconds[0] ?? 0) : (head?.tail ?? 0),
  };
  return { head: next, conflicts };
}

/** The block that takes the points: one that they overlap, or one beside them that has room. */
function baseOf({ floor, ceiling }: Place, added: Points): Block | undefined {
  if (floor && (isRoomy(floor) || floor.last >= (added.seconds[0] ?? 0))) return floor;
  return ceiling && isRoomy(ceiling) ? ceiling : undefined;
}

/** At the end of a series blocks are filled; in the middle they are halved, so that both have room. */
function partPoints(place: Place, count: number): number {
  if (!place.ceiling) return limits.blockPoints;
  return Math.ceil(count / Math.ceil(count / limits.blockPoints));
}
