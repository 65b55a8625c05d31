// activate([client,] "client" | "share", code): a CIK begins to work, or a share can be read (O9).

import { activateKey, keyState } from '../../auth/client-key.ts';
import type { Context } from '../../context.ts';
import { findLiving } from '../../resources/tree.ts';
import { activateShare, findShare, isActivated, isOpen } from '../../sharing/shares.ts';
import { type Outcome, okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor } from '../reference.ts';
import { findOwnedByCik } from './owned-key.ts';

/** `invalid` for a code that is unknown or cannot be activated, `noauth` for the key of another's client. */
export const activate: Procedure = async (ctx, args) => {
  const found = await actingFor(ctx, args, 3);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const [kind, code] = rest;
  if (typeof code !== 'string') return unsupported('activate takes a kind and a code');
  if (kind === 'client') return activateClient(acting, code);
  if (kind === 'share') return activateCode(acting, code);
  return unsupported('activate takes "client" or "share"');
};

async function activateClient(ctx: Context, cik: string): Promise<Outcome> {
  const client = await findOwnedByCik(ctx, cik);
  if (!client.ok) return client.failure;
  if (keyState(ctx, client.value) !== 'notactivated') {
    return refuse('invalid', 'the key is activated already, or expired');
  }
  activateKey(ctx, client.value);
  return okay;
}

async function activateCode(ctx: Context, code: string): Promise<Outcome> {
  const share = await findShare(ctx, code);
  if (!share || !(await findLiving(ctx, share.rid))) return refuse('invalid', 'no such code');
  if (!isOpen(ctx, share)) return refuse('invalid', 'the code can be activated no more');
  if (await isActivated(ctx.tx, ctx.caller, share.rid)) {
    return refuse('invalid', 'the resource is activated already, by this code or another');
  }
  activateShare(ctx, share, ctx.caller);
  return okay;
}
