// unmap([client,] "alias", alias): forgets a name. One that does not exist is forgotten already.

import { deleteAlias, readAlias } from '../../resources/aliases.ts';
import { okay, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor } from '../reference.ts';

/** Always `ok` for a name, also for one that was never given. */
export const unmap: Procedure = async (ctx, args) => {
  const found = await actingFor(ctx, args, 3);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const [kind, alias] = rest;
  if (kind !== 'alias' || typeof alias !== 'string') {
    return unsupported('unmap takes "alias" and a name');
  }
  const client = acting.caller;
  const rid = await readAlias(acting.tx, client, alias);
  if (rid !== undefined) deleteAlias(acting.tx, { client, alias, rid });
  return okay;
};
