// create clone: a copy of a resource, named by its RID or by a share code (seed 003, "create (clone)"; O11).

import * as z from 'zod';
import { err, ok, type Result } from '../../../core/result.ts';
import { cloneResource } from '../../cloning/clone.ts';
import type { Context } from '../../context.ts';
import type { Resource } from '../../resources/resource.ts';
import { findLiving } from '../../resources/tree.ts';
import { findShare, isOpen } from '../../sharing/shares.ts';
import { answer, type Outcome, refuse } from '../outcome.ts';
import { resolveBelow, resolveClient } from '../reference.ts';

const givenSchema = z
  .object({
    rid: z.union([z.string(), z.object({ alias: z.string() })]).optional(),
    code: z.string().optional(),
    noaliases: z.boolean().default(false),
    nohistorical: z.boolean().default(false),
  })
  .refine(({ rid, code }) => (rid === undefined) !== (code === undefined));

/** `acting` becomes the owner. A code must not have been activated by anybody. */
export async function createClone(acting: Context, given: unknown, ctx: Context): Promise<Outcome> {
  const wanted = givenSchema.safeParse(given);
  if (!wanted.success) return refuse('invalid', 'a clone is made from a rid or from a code');
  const { rid, code, ...options } = wanted.data;
  const template = code === undefined ? await resolveBelow(ctx, rid) : await shared(ctx, code);
  if (!template.ok) return template.failure;
  const owner = await resolveClient(acting, { alias: '' });
  if (!owner.ok) return owner.failure;
  const order = { template: template.value, owner: owner.value, reader: ctx.caller, ...options };
  const made = await cloneResource(ctx, order);
  return made.ok ? answer(JSON.stringify(made.value.rid)) : refuse('limit', made.failure);
}

async function shared(ctx: Context, code: string): Promise<Result<Resource, Outcome>> {
  const share = await findShare(ctx, code);
  const resource = share && (await findLiving(ctx, share.rid));
  if (!resource) return err(refuse('invalid', 'no such code'));
  if (share.uses === 0 && isOpen(ctx, share)) return ok(resource);
  return err(refuse('invalid', 'the code is activated already, or over'));
}
