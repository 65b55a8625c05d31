// Publish: the way of new points into a dataport, whichever procedure brings them.

import { valueText } from '../../../wire/values.ts';
import type { Context } from '../../context.ts';
import type { Dataport } from '../../resources/resource.ts';
import { insertPoints } from '../../series/insert.ts';
import { lowerBound, type OnConflict, type Points, slice } from '../../series/points.ts';
import { horizon, trimBlocks } from '../../series/retention.ts';

/**
 * Stores points, and answers the seconds that keep another value. What retention would hide at once is
 * not stored. Those who wait for the dataport hear of the newest point.
 */
export async function publish(
  ctx: Context,
  dataport: Dataport,
  points: Points,
  onConflict: OnConflict,
): Promise<readonly number[]> {
  const shown = await dropHidden(ctx, dataport, points);
  const conflicts = await insertPoints(ctx, dataport, shown, onConflict);
  await trimBlocks(ctx, dataport);
  const second = points.seconds.at(-1);
  const value = points.values.at(-1);
  const known = ctx.news.get(dataport.rid)?.second ?? -1;
  if (second !== undefined && value !== undefined && second >= known) {
    const text = valueText(value, dataport.description.format);
    if (conflicts.at(-1) !== second) ctx.news.set(dataport.rid, { second, valueText: text });
  }
  return conflicts;
}

async function dropHidden(ctx: Context, dataport: Dataport, points: Points): Promise<Points> {
  const { count, duration } = dataport.description.retention;
  if (count === 'infinity' && duration === 'infinity') return points;
  if (count === 0) return slice(points, points.seconds.length, points.seconds.length);
  const oldest = await horizon(ctx, dataport);
  return slice(points, lowerBound(points.seconds, oldest), points.seconds.length);
}
