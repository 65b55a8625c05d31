// deactivate([client,] "client" | "share", code or RID): a CIK expires, or a share is given up (O10).

import { expireKey } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import { deactivateShare, findShare } from '../../sharing/shares.ts';
import { type Outcome, okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor } from '../reference.ts';
import { findOwnedByCik } from './owned-key.ts';

/** A key expires also when it was never activated. For a share, the code or the RID of what is shared. */
export const deactivate: Procedure = async (ctx, args) => {
  const found = await actingFor(ctx, args, 3);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const [kind, code] = rest;
  if (typeof code !== 'string') return unsupported('deactivate takes a kind and a code');
  if (kind === 'client') return deactivateClient(acting, code);
  if (kind === 'share') return giveUp(acting, code);
  return unsupported('deactivate takes "client" or "share"');
};

async function deactivateClient(ctx: Context, cik: string): Promise<Outcome> {
  const client = await findOwnedByCik(ctx, cik);
  if (!client.ok) return client.failure;
  expireKey(ctx, client.value);
  return okay;
}

async function giveUp(ctx: Context, codeOrRid: string): Promise<Outcome> {
  const rid = (await findShare(ctx, codeOrRid))?.rid ?? codeOrRid;
  if (await deactivateShare(ctx, ctx.caller, rid)) return okay;
  return refuse('invalid', 'the caller has not activated this');
}
