// drop(resource): deletes a resource, and with a client everything below it (checklist O14).

import { leaveUsage } from '../../metering/whole.ts';
import { removeResource } from '../../resources/remove.ts';
import { okay } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';

/** Gone at once, with its keys; the space is swept later. `restricted` for what is not the caller's. */
export const drop: Procedure = async (ctx, [ref]) => {
  const found = await resolveBelow(ctx, ref);
  if (!found.ok) return found.failure;
  const resource = found.value;
  await leaveUsage(ctx, resource);
  await removeResource(ctx, resource);
  return okay;
};
