// Retention: what of a series is still shown, and what may be deleted.

import type { Desk } from '../context.ts';
import type { DataResource } from '../resources/resource.ts';
import { decodeBlock } from './block.ts';
import { readHead, type SeriesHead } from './head.ts';
import { blocksUp } from './scan.ts';
import { removePoints } from './series.ts';

const secondsPerHour = 3600;

/** The first second that `duration` (hours) still shows. */
function oldestByDuration(desk: Desk, resource: DataResource): number {
  const { duration } = resource.description.retention;
  if (duration === 'infinity') return 0;
  return Math.max(0, Math.ceil(desk.nowSecond - duration * secondsPerHour));
}

/** The first second of the newest `count` points; looks into the oldest blocks only. */
async function oldestByCount(
  desk: Desk,
  resource: DataResource,
  head: SeriesHead,
): Promise<number> {
  const { count } = resource.description.retention;
  if (count === 'infinity' || head.count <= count) return 0;
  let surplus = head.count - Math.floor(count);
  for await (const block of blocksUp(desk, resource.rid, head.first, head.last)) {
    if (surplus < block.count) return decodeBlock(block).seconds[surplus] ?? 0;
    surplus -= block.count;
  }
  return head.last + 1;
}

/**
 * The horizon of a series: readers see no point below this second. New points below it would be
 * hidden at once and need not be stored.
 */
export async function horizon(desk: Desk, resource: DataResource): Promise<number> {
  const head = await readHead(desk, resource.rid);
  const byDuration = oldestByDuration(desk, resource);
  return head ? Math.max(byDuration, await oldestByCount(desk, resource, head)) : byDuration;
}

/** Deletes the whole blocks below the horizon: cheap enough for every write, rewrites nothing. */
export async function trimBlocks(desk: Desk, resource: DataResource): Promise<void> {
  const head = await readHead(desk, resource.rid);
  if (!head) return;
  const byDuration = oldestByDuration(desk, resource);
  const { count } = resource.description.retention;
  let surplus = count === 'infinity' ? 0 : head.count - Math.floor(count);
  if (surplus <= 0 && head.first >= byDuration) return;
  let hidden = -1;
  for await (const block of blocksUp(desk, resource.rid, head.first, head.last)) {
    surplus -= block.count;
    if (surplus < 0 && block.last >= byDuration) break;
    hidden = block.last;
  }
  await removePoints(desk, resource, 0, hidden);
}

/** Deletes exactly what is hidden, so that the head counts what a reader sees. */
export async function trimExactly(desk: Desk, resource: DataResource): Promise<void> {
  await removePoints(desk, resource, 0, (await horizon(desk, resource)) - 1);
}
