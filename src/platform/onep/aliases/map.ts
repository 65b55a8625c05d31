// map("alias", resource, alias): a name of the caller for a resource that it may read.

import { findReadable } from '../../resources/access.ts';
import { deleteAlias, isAlias, putAlias, readAlias } from '../../resources/aliases.ts';
import { okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveVisible } from '../reference.ts';

/** `invalid` for an alias that is in use; one whose resource was dropped is free again. */
export const map: Procedure = async (ctx, [kind, ref, alias]) => {
  if (kind !== 'alias' || typeof alias !== 'string') {
    return unsupported('map takes "alias", a resource and a name');
  }
  const resource = await resolveVisible(ctx, ref);
  if (!resource.ok) return resource.failure;
  if (resource.value.rid === ctx.caller) {
    return refuse('restricted', 'a client has no name for itself');
  }
  if (!isAlias(alias)) return refuse('invalid', 'not a possible alias');
  const taken = await readAlias(ctx.tx, ctx.caller, alias);
  if (taken !== undefined) {
    if (await findReadable(ctx, ctx.caller, taken)) return refuse('invalid', 'the alias is in use');
    deleteAlias(ctx.tx, { client: ctx.caller, alias, rid: taken });
  }
  putAlias(ctx.tx, { client: ctx.caller, alias, rid: resource.value.rid });
  return okay;
};
