// create dataport: a time series (seed 003, "create (dataport)").

import type { Context } from '../../context.ts';
import { type DataportDescription, parseDataport } from '../../resources/description.ts';
import { makeDataport } from '../../resources/make.ts';
import { answer, type Outcome, refuse, unsupported } from '../outcome.ts';

/** The caller of `ctx` becomes the owner. A format must be given (O12). */
export async function createDataport(ctx: Context, given: unknown): Promise<Outcome> {
  const description = parseDataport(given);
  if (!description) return refuse('invalid', 'the description of the dataport is wrong');
  const beyond = unserved(description);
  if (beyond) return beyond;
  const dataport = await makeDataport(ctx, ctx.caller, description);
  return answer(JSON.stringify(dataport.rid));
}

/** To accept what is not acted upon would be a lie. */
export function unserved(description: DataportDescription): Outcome | undefined {
  if (description.preprocess.length > 0) return unsupported('this server does not preprocess');
  if (description.subscribe) return unsupported('this server has no subscriptions');
  return undefined;
}
