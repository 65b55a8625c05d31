// The head of a series: what its blocks hold, known without reading them.

import type { Desk } from '../context.ts';
import type { DataResource } from '../resources/resource.ts';
import { addUsage } from '../resources/usage.ts';
import { seriesKey } from '../store/keys.ts';

export interface SeriesHead {
  readonly count: number;
  readonly first: number;
  readonly last: number;
  /** Bytes of the blocks. */
  readonly size: number;
  /** The key second of the last block. */
  readonly tail: number;
}

export const readHead = (desk: Desk, rid: string): Promise<SeriesHead | undefined> =>
  desk.docs.get<SeriesHead>(seriesKey(rid));

/** Stores the head, and tells the owners by how much their points and bytes have changed. */
export async function putHead(
  desk: Desk,
  resource: DataResource,
  head: SeriesHead | undefined,
): Promise<void> {
  const before = await readHead(desk, resource.rid);
  if (head) desk.docs.put(seriesKey(resource.rid), head);
  else desk.docs.del(seriesKey(resource.rid));
  const points = (head?.count ?? 0) - (before?.count ?? 0);
  const disk = (head?.size ?? 0) - (before?.size ?? 0);
  if (points !== 0 || disk !== 0) await addUsage(desk, resource, { points, disk });
}
