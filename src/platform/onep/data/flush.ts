// flush(resource, {newerthan, olderthan}): deletes points; both bounds are exclusive (checklist O19).

import * as z from 'zod';
import { readHead } from '../../series/head.ts';
import { trimExactly } from '../../series/retention.ts';
import { removePoints } from '../../series/series.ts';
import { okay, refuse } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveWritable } from '../reference.ts';

const timestamp = z.number().nonnegative().transform(Math.floor);
const optionsSchema = z.object({
  newerthan: timestamp.optional(),
  olderthan: timestamp.optional(),
});

/** Deletes t with newerthan < t < olderthan; a bound that is not given does not bind. */
export const flush: Procedure = async (ctx, [ref, given = {}]) => {
  const resource = await resolveWritable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const options = optionsSchema.safeParse(given);
  if (!options.success) return refuse('invalid', 'not a valid timestamp');
  // First what retention hides: else a shorter series would show again what was gone.
  await trimExactly(ctx, resource.value);
  const head = await readHead(ctx, resource.value.rid);
  if (!head) return okay;
  const { newerthan = -1, olderthan = head.last + 1 } = options.data;
  await removePoints(ctx, resource.value, newerthan + 1, olderthan - 1);
  return okay;
};
