// Owned key: from a CIK to the client whose key it is, for whom that client belongs to.

import { err, ok, type Result } from '../../../core/result.ts';
import { findByCik } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import type { Client } from '../../resources/resource.ts';
import { findLiving, findWithin } from '../../resources/tree.ts';
import { type Outcome, refuse } from '../outcome.ts';

/** `invalid` for an unknown key; `noauth` for one's own, and for that of a client that is not below. */
export async function findOwnedByCik(ctx: Context, cik: string): Promise<Result<Client, Outcome>> {
  const client = await findByCik(ctx, cik);
  if (!client || !(await findLiving(ctx, client.rid))) return err(refuse('invalid', 'no such key'));
  const owned = client.rid !== ctx.caller && (await findWithin(ctx, ctx.caller, client.rid));
  return owned ? ok(client) : err(refuse('noauth', 'the client is not owned by the caller'));
}
