// recordbatch(resource, [[timestamp, value], …]): as record, but it says which entries were refused.

import { okay, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveWritable } from '../reference.ts';
import { storeEntries } from './entries.ts';

/** The status is `ok`, or the list of refused timestamps in place of the word (ruling 1). */
export const recordbatch: Procedure = async (ctx, [ref, entries]) => {
  const resource = await resolveWritable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const refused = await storeEntries(ctx, resource.value, entries);
  if (!refused) return unsupported('entries are a list of [timestamp, value]');
  return refused.length === 0
    ? okay
    : { status: refused.map((timestamp) => [timestamp, 'invalid'] as const) };
};
