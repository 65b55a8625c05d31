// Retention: what of a series is still shown, and what may be deleted.

import type { Desk } from '../context.ts';
import type { Dataport } from '../resources/resource.ts';
import { decodeBlock } from './block.ts';
import { readHead, type SeriesHead } from './head.ts';
import { blocksUp } from './scan.ts';
import { removePoints } from './series.ts';

const secondsPerHour = 3600;

/** The first second that `duration` (hours) still shows. */
function oldestByDuration(desk: Desk, dataport: Dataport): number {
  const { duration } = dataport.description.retention;
  if (duration === 'infinity') return 0;
  return Math.max(0, Math.ceil(desk.nowSecond - duration * secondsPerHour));
}

/** The first second of the newest `count` points; looks into the oldest blocks only. */
async function oldestByCount(desk: Desk, dataport: Dataport, head: SeriesHead): Promise<number> {
  const { count } = dataport.description.retention;
  if (count === 'infinity' || head.count <= count) return 0;
  let surplus = head.count - Math.floor(count);
  for await (const block of blocksUp(desk, dataport.rid, head.first, head.last)) {
    if (surplus < block.count) return decodeBlock(block).seconds[surplus] ?? 0;
    surplus -= block.count;
  }
  return head.last + 1;
}

/**
 * The horizon of a series: readers see no point below this second. New points below it would be
 * hidden at once and need not be stored.
 */
export async function horizon(desk: Desk, dataport: Dataport): Promise<number> {
  const head = await readHead(desk, dataport.rid);
  const byDuration = oldestByDuration(desk, dataport);
  return head ? Math.max(byDuration, await oldestByCount(desk, dataport, head)) : byDuration;
}

/** Deletes the whole blocks below the horizon: cheap enough for every write, rewrites nothing. */
export async function trimBlocks(desk: Desk, dataport: Dataport): Promise<void> {
  const head = await readHead(desk, dataport.rid);
  if (!head) return;
  const byDuration = oldestByDuration(desk, dataport);
  const { count } = dataport.description.retention;
  let surplus = count === 'infinity' ? 0 : head.count - Math.floor(count);
  if (surplus <= 0 && head.first >= byDuration) return;
  let hidden = -1;
  for await (const block of blocksUp(desk, dataport.rid, head.first, head.last)) {
    surplus -= block.count;
    if (surplus < 0 && block.last >= byDuration) break;
    hidden = block.last;
  }
  await removePoints(desk, dataport, 0, hidden);
}

/** Deletes exactly what is hidden, so that the head counts what a reader sees. */
export async function trimExactly(desk: Desk, dataport: Dataport): Promise<void> {
  await removePoints(desk, dataport, 0, (await horizon(desk, dataport)) - 1);
}
