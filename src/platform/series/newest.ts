// Newest: the last point that a reader of a series sees.

import type { Value } from '../../core/point.ts';
import type { Desk } from '../context.ts';
import type { DataResource } from '../resources/resource.ts';
import { readHead } from './head.ts';
import { horizon } from './retention.ts';
import { selectAll } from './select.ts';

export async function newestOf(
  desk: Desk,
  resource: DataResource,
): Promise<{ readonly second: number; readonly value: Value } | undefined> {
  const head = await readHead(desk, resource.rid);
  const from = await horizon(desk, resource);
  if (!head || head.last < from) return undefined;
  const window = { from, to: head.last };
  const points = await selectAll(desk, resource.rid, window, { sort: 'desc', limit: 1 });
  const [second, value] = [points.seconds[0], points.values[0]];
  return second === undefined || value === undefined ? undefined : { second, value };
}
