// create client: a resource that owns others and has a key of its own (seed 003, "create (client)").

import type { Context } from '../../context.ts';
import { parseClient } from '../../resources/description.ts';
import { makeClient } from '../../resources/make.ts';
import { answer, type Outcome, refuse } from '../outcome.ts';

/** The caller of `ctx` becomes the owner. The key is told by `info`. */
export async function createClient(ctx: Context, given: unknown): Promise<Outcome> {
  const description = parseClient(given);
  if (!description) return refuse('invalid', 'the description of the client is wrong');
  const client = await makeClient(ctx, ctx.caller, description);
  return answer(JSON.stringify(client.rid));
}
