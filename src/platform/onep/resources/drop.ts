// drop(resource): deletes a resource, and with a client everything below it (checklist O14).

import type { Context } from '../../context.ts';
import { removeResource } from '../../resources/remove.ts';
import { subtractUsage } from '../../resources/usage.ts';
import { readHead } from '../../series/head.ts';
import { okay } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';

/** Gone at once, with its keys; the space is swept later. `restricted` for what is not the caller's. */
export const drop: Procedure = async (ctx, [ref]) => {
  const found = await resolveBelow(ctx, ref);
  if (!found.ok) return found.failure;
  const resource = found.value;
  await subtractUsage(ctx, resource, await holdings(ctx, resource.rid));
  await removeResource(ctx, resource);
  return okay;
};

async function holdings(ctx: Context, rid: string) {
  const head = await readHead(ctx, rid);
  return head ? { points: head.count, disk: head.size } : {};
}
