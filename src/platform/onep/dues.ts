// Dues: a call of a client whose calls are counted takes one of the day's (limit `io`, O26).

import type { Context } from '../context.ts';
import { spend } from '../resources/daily.ts';
import { type Outcome, refuse } from './outcome.ts';

/** `limit` when the day's calls are used up. */
export async function dues(ctx: Context): Promise<Outcome | undefined> {
  if (!ctx.metered || (await spend(ctx, ctx.caller, 'io'))) return undefined;
  return refuse('limit', 'the calls of the day are used up', 'auth');
}
