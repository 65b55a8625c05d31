// revoke("client" | "share", code): a CIK is replaced by a new one, or a share ends for everybody (O27).

import { replaceKey } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import { findLiving } from '../../resources/tree.ts';
import { addUsage } from '../../resources/usage.ts';
import { findShare, removeShare } from '../../sharing/shares.ts';
import { answer, type Outcome, okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';
import { findOwnedByCik } from './owned-key.ts';

/** For a client the result is the new CIK. `invalid` for an unknown code, `noauth` for another's. */
export const revoke: Procedure = async (ctx, [kind, code]) => {
  if (typeof code !== 'string') return unsupported('revoke takes a kind and a code');
  if (kind === 'client') return revokeClient(ctx, code);
  if (kind === 'share') return revokeShare(ctx, code);
  return unsupported('revoke takes "client" or "share"');
};

async function revokeClient(ctx: Context, cik: string): Promise<Outcome> {
  const client = await findOwnedByCik(ctx, cik);
  if (!client.ok) return client.failure;
  return answer(JSON.stringify(replaceKey(ctx, client.value)));
}

async function revokeShare(ctx: Context, code: string): Promise<Outcome> {
  const share = await findShare(ctx, code);
  if (!share || !(await findLiving(ctx, share.rid))) return refuse('invalid', 'no such code');
  const owned = await resolveBelow(ctx, share.rid);
  if (!owned.ok) return refuse('noauth', 'the resource is not owned by the caller');
  removeShare(ctx, share);
  await addUsage(ctx, owned.value, { share: -1 });
  return okay;
}
