// grant(client, {RID: ["read", "write"]}, {ttl}): a token that lets in without a CIK (spec, 1.1).

import * as z from 'zod';
import { limits } from '../../../core/limits.ts';
import { isRid } from '../../../wire/onep.ts';
import { createGrant } from '../../auth/grants.ts';
import { findWithin } from '../../resources/tree.ts';
import { answer, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveClient } from '../reference.ts';

const rightsSchema = z
  .record(z.custom<string>(isRid), z.array(z.enum(['read', 'write'])))
  .refine((rights) => Object.keys(rights).length <= limits.grantedResources);

const daySeconds = 86_400;
const optionsSchema = z.object({
  ttl: z.number().positive().max(limits.grantSeconds).default(daySeconds),
});

/**
 * The result is the token: `{"auth": {"token": …}}` speaks as the client for `ttl` seconds, for those
 * resources and what lies below them. Each must be the client or below it.
 */
export const grant: Procedure = async (ctx, [ref, given, options = {}]) => {
  const client = await resolveClient(ctx, ref);
  if (!client.ok) return client.failure;
  if (given === undefined) return unsupported('grant takes a client and what is granted');
  const rights = rightsSchema.safeParse(given);
  const terms = optionsSchema.safeParse(options);
  if (!rights.success || !terms.success) return refuse('invalid', 'the grant makes no sense');
  for (const rid of Object.keys(rights.data)) {
    if (await findWithin(ctx, client.value.rid, rid)) continue;
    return refuse('restricted', 'a resource is not in the subtree of the client');
  }
  const expires = ctx.nowSecond + Math.ceil(terms.data.ttl);
  const token = await createGrant(ctx, { client: client.value.rid, rights: rights.data, expires });
  return token === undefined
    ? refuse('limit', 'the client has as many tokens as it may have')
    : answer(JSON.stringify(token));
};
