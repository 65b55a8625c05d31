// Publish: the way of recorded points into a series, and on to those that subscribe to it.

import type { Context } from '../../context.ts';
import { keepPoints } from '../../flow/keep.ts';
import { handOn } from '../../flow/receive.ts';
import type { DataResource } from '../../resources/resource.ts';
import { readHead } from '../../series/head.ts';
import { lowerBound, type Points } from '../../series/points.ts';

/**
 * Stores points where they do not contradict what is there, and answers the seconds that keep another value.
 * Only what is newer than all that was there goes on to subscribers: backfill fires no alerts (ruling 2).
 */
export async function publish(
  ctx: Context,
  resource: DataResource,
  points: Points,
): Promise<readonly number[]> {
  if (resource.subscribers === 0) return keepPoints(ctx, resource, points, 'keep');
  const last = (await readHead(ctx, resource.rid))?.last ?? -1;
  const conflicts = await keepPoints(ctx, resource, points, 'keep');
  const from = lowerBound(points.seconds, last + 1);
  const values = points.values.slice(from);
  const pulses = values.map((value, at) => ({ second: points.seconds[from + at] ?? 0, value }));
  await handOn(ctx, resource, pulses);
  return conflicts;
}
