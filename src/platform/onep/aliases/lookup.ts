// lookup([client,] "aliased" | "owner" | "shared", …): the RID behind an alias, a resource, a code (O28).

import type { Context } from '../../context.ts';
import { findLiving } from '../../resources/tree.ts';
import { findShare } from '../../sharing/shares.ts';
import { answer, type Outcome, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { actingFor, resolveBelow, resolveVisible } from '../reference.ts';

/** `alias` is an older word for `aliased`. `invalid` for an alias or a code that is not there. */
export const lookup: Procedure = async (ctx, args) => {
  const found = await actingFor(ctx, args, 3);
  if (!found.ok) return found.failure;
  const { acting, rest } = found.value;
  const [kind, what] = rest;
  switch (kind) {
    case 'alias':
    case 'aliased':
      return aliased(acting, what);
    case 'owner':
      return owner(acting, what);
    case 'shared':
      return shared(acting, what);
    default:
      return unsupported('lookup takes "aliased", "owner" or "shared"');
  }
};

async function aliased(ctx: Context, alias: unknown): Promise<Outcome> {
  if (typeof alias !== 'string') return unsupported('an alias is a string');
  const resource = await resolveVisible(ctx, { alias });
  return resource.ok ? rid(resource.value.rid) : resource.failure;
}

/** Only within the subtree: nobody learns of his own owner. */
async function owner(ctx: Context, ref: unknown): Promise<Outcome> {
  const resource = await resolveBelow(ctx, ref);
  return resource.ok ? rid(resource.value.owner) : resource.failure;
}

/** Whoever has the code may know what it is the code of. */
async function shared(ctx: Context, code: unknown): Promise<Outcome> {
  if (typeof code !== 'string') return unsupported('a code is a string');
  const share = await findShare(ctx, code);
  const resource = share && (await findLiving(ctx, share.rid));
  return resource ? rid(resource.rid) : refuse('invalid', 'no such code');
}

const rid = (found: string): Outcome => answer(JSON.stringify(found));
