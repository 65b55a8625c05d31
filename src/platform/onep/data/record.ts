// record(resource, [[timestamp, value], …], {}): points that already have their time (ruling 1).

import { okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveWritable } from '../reference.ts';
import { storeEntries } from './entries.ts';

/** `invalid` when any entry was refused; the others are stored all the same. */
export const record: Procedure = async (ctx, [ref, entries]) => {
  const resource = await resolveWritable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const refused = await storeEntries(ctx, resource.value, entries);
  if (!refused) return unsupported('entries are a list of [timestamp, value]');
  if (refused.length === 0) return okay;
  return refuse('invalid', `${refused.length} entries were refused, the first at ${refused[0]}`);
};
