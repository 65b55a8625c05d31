// Publish: the way of recorded points into a series, and on to those that subscribe to it.

import type { Context } from '../../context.ts';
import { keepPoints } from '../../flow/keep.ts';
import { handOn } from '../../flow/receive.ts';
import type { Pulse } from '../../flow/wave.ts';
import type { DataResource } from '../../resources/resource.ts';
import { readHead } from '../../series/head.ts';
import type { Points } from '../../series/points.ts';

/**
 * Stores points where they do not contradict what is there, and answers the seconds that keep another value.
 * Only what is newer than all that was there goes on to subscribers, unless the platform is set up
 * otherwise: backfill fires no alerts (ruling 2).
 */
export async function publish(
  ctx: Context,
  resource: DataResource,
  points: Points,
): Promise<readonly number[]> {
  const quiet = resource.subscribers === 0 || ctx.recorded === 'none';
  if (quiet) return keepPoints(ctx, resource, points, 'keep');
  const last = (await readHead(ctx, resource.rid))?.last ?? -1;
  const conflicts = await keepPoints(ctx, resource, points, 'keep');
  const kept = new Set(conflicts);
  const pulses: Pulse[] = [];
  for (const [at, value] of points.values.entries()) {
    const second = points.seconds[at] ?? 0;
    const goesOn = ctx.recorded === 'all' ? !kept.has(second) : second > last;
    if (goesOn) pulses.push({ second, value });
  }
  await handOn(ctx, resource, pulses);
  return conflicts;
}
