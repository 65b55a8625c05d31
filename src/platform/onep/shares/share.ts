// share(resource, {duration, count, meta, code}): a code with which others may read a resource (seed 003).

import * as z from 'zod';
import { limits } from '../../../core/limits.ts';
import type { Context } from '../../context.ts';
import { readResource } from '../../resources/resource.ts';
import { hasRoom } from '../../resources/usage.ts';
import { createShare, findShare, putShare } from '../../sharing/shares.ts';
import { answer, type Outcome, refuse } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';

const optionsSchema = z.object({
  duration: z.union([z.number().nonnegative(), z.literal('infinity')]).optional(),
  count: z.number().int().min(1).max(limits.shareActivations).optional(),
  meta: z.string().max(limits.shareMeta).optional(),
  code: z.string().optional(),
});
type Options = z.infer<typeof optionsSchema>;

/** The result is the code. With the code of an older share of the same resource its terms are changed. */
export const share: Procedure = async (ctx, [ref, given = {}]) => {
  const resource = await resolveBelow(ctx, ref);
  if (!resource.ok) return resource.failure;
  const options = optionsSchema.safeParse(given);
  if (!options.success) return refuse('invalid', 'an option of share makes no sense');
  const { code, duration = 'infinity', count = 1, meta = '' } = options.data;
  if (code !== undefined) return change(ctx, resource.value.rid, code, options.data);
  const owner = await readResource(ctx, resource.value.owner);
  if (owner?.type !== 'client' || !(await hasRoom(ctx, owner, { share: 1 }))) {
    return refuse('limit', 'the client may own no more shares');
  }
  const made = await createShare(ctx, resource.value, { duration, count, meta });
  return answer(JSON.stringify(made));
};

async function change(ctx: Context, rid: string, code: string, given: Options): Promise<Outcome> {
  const known = await findShare(ctx, code);
  if (known?.rid !== rid) return refuse('invalid', 'no such code of this resource');
  const { duration = known.duration, count = known.count, meta = known.meta } = given;
  putShare(ctx, { ...known, duration, count, meta });
  return answer(JSON.stringify(code));
}
