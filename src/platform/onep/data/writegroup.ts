// writegroup([[resource, value], …]): several values, all at the same server time.

import { isRid } from '../../../wire/onep.ts';
import { okay, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { writeOne } from './write-one.ts';

/** A resource may stand as a bare alias. Stops at the first that cannot be written; those before it stay. */
export const writegroup: Procedure = async (ctx, [pairs]) => {
  if (!Array.isArray(pairs)) return unsupported('writegroup takes a list of [resource, value]');
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2) return unsupported('not a pair');
    const [ref, value] = pair;
    const named = typeof ref === 'string' && !isRid(ref) ? { alias: ref } : ref;
    const outcome = await writeOne(ctx, named, value);
    if (outcome.status !== 'ok') return outcome;
  }
  return okay;
};
