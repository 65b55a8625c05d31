// Keep: the way of points into a series, whoever brings them.

import { valueText } from '../../wire/values.ts';
import type { Desk } from '../context.ts';
import { type DataResource, formatOf } from '../resources/resource.ts';
import { insertPoints } from '../series/insert.ts';
import { lowerBound, type OnConflict, type Points, slice } from '../series/points.ts';
import { horizon, trimBlocks } from '../series/retention.ts';

/**
 * Stores points, and answers the seconds that keep another value. What retention would hide at once is
 * not stored. Those who wait for the resource hear of the newest point.
 */
export async function keepPoints(
  desk: Desk,
  resource: DataResource,
  points: Points,
  onConflict: OnConflict,
): Promise<readonly number[]> {
  const shown = await dropHidden(desk, resource, points);
  const conflicts = await insertPoints(desk, resource, shown, onConflict);
  await trimBlocks(desk, resource);
  const second = points.seconds.at(-1);
  const value = points.values.at(-1);
  const known = desk.news.get(resource.rid)?.second ?? -1;
  if (second !== undefined && value !== undefined && second >= known) {
    const text = valueText(value, formatOf(resource));
    if (conflicts.at(-1) !== second) desk.news.set(resource.rid, { second, valueText: text });
  }
  return conflicts;
}

async function dropHidden(desk: Desk, resource: DataResource, points: Points): Promise<Points> {
  const { count, duration } = resource.description.retention;
  if (count === 'infinity' && duration === 'infinity') return points;
  if (count === 0) return slice(points, points.seconds.length, points.seconds.length);
  const oldest = await horizon(desk, resource);
  return slice(points, lowerBound(points.seconds, oldest), points.seconds.length);
}
