// Whole: what a resource counts for with everything below it, when it comes, goes or is copied.

import type { Desk } from '../context.ts';
import type { Resource } from '../resources/resource.ts';
import {
  negative,
  nothingHeld,
  readUsage,
  shiftUsage,
  sum,
  type Tally,
} from '../resources/usage.ts';
import { readHead } from '../series/head.ts';
import { countShares } from '../sharing/shares.ts';

/** What its owner has of it directly: the resource itself, its points, and its shares. */
async function ofItself(desk: Desk, { type, rid }: Resource): Promise<Tally> {
  const head = await readHead(desk, rid);
  const share = await countShares(desk, rid);
  return sum(nothingHeld, { [type]: 1, share, points: head?.count ?? 0, disk: head?.size ?? 0 });
}

/** That, and all that lies below. */
export async function wholeOf(desk: Desk, resource: Resource): Promise<Tally> {
  const itself = await ofItself(desk, resource);
  if (resource.type !== 'client') return itself;
  return sum(itself, (await readUsage(desk, resource.rid)).all);
}

/** Counts it in with its owner and all above. */
export async function enterUsage(desk: Desk, resource: Resource): Promise<void> {
  await shiftUsage(desk, resource, await ofItself(desk, resource), await wholeOf(desk, resource));
}

/** Counts it out again. */
export async function leaveUsage(desk: Desk, resource: Resource): Promise<void> {
  const itself = negative(await ofItself(desk, resource));
  await shiftUsage(desk, resource, itself, negative(await wholeOf(desk, resource)));
}
