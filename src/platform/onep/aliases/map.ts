// map("alias", resource, alias): a name of the caller for a resource of his subtree.

import { deleteAlias, isAlias, putAlias, readAlias } from '../../resources/aliases.ts';
import { findWithin } from '../../resources/tree.ts';
import { okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';

/** `invalid` for an alias that is in use; one whose resource was dropped is free again. */
export const map: Procedure = async (ctx, [kind, ref, alias]) => {
  if (kind !== 'alias' || typeof alias !== 'string') {
    return unsupported('map takes "alias", a resource and a name');
  }
  const resource = await resolveBelow(ctx, ref);
  if (!resource.ok) return resource.failure;
  if (!isAlias(alias)) return refuse('invalid', 'not a possible alias');
  const taken = await readAlias(ctx.tx, ctx.caller, alias);
  if (taken !== undefined) {
    if (await findWithin(ctx, ctx.caller, taken)) return refuse('invalid', 'the alias is in use');
    deleteAlias(ctx.tx, { client: ctx.caller, alias, rid: taken });
  }
  putAlias(ctx.tx, { client: ctx.caller, alias, rid: resource.value.rid });
  return okay;
};
