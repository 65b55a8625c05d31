// update(resource, description): changes what may be changed (checklist O24).

import type { Context } from '../../context.ts';
import {
  type ClientDescription,
  layOver,
  parseClient,
  parseDataport,
} from '../../resources/description.ts';
import { type Client, type Dataport, putResource } from '../../resources/resource.ts';
import { readUsage } from '../../resources/usage.ts';
import { trimExactly } from '../../series/retention.ts';
import { type Outcome, okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';
import { unserved } from './create-dataport.ts';

/** Keys that are not given stay. `invalid` for another format, and for limits below present use. */
export const update: Procedure = async (ctx, [ref, given]) => {
  const found = await resolveBelow(ctx, ref);
  if (!found.ok) return found.failure;
  if (given === undefined) return unsupported('update takes a description');
  const resource = found.value;
  return resource.type === 'client'
    ? updateClient(ctx, resource, given)
    : updateDataport(ctx, resource, given);
};

async function updateClient(ctx: Context, client: Client, given: unknown): Promise<Outcome> {
  const description = parseClient(layOver(client.description, given));
  if (!description) return refuse('invalid', 'the description of the client is wrong');
  if (!(await fitsUse(ctx, client, description))) {
    return refuse('invalid', 'a limit is below the present use');
  }
  putResource(ctx, { ...client, description, modified: ctx.nowSecond });
  return okay;
}

/** Daily limits and disk may be lowered at any time; what is owned must be dropped first. */
async function fitsUse(
  ctx: Context,
  client: Client,
  { limits }: ClientDescription,
): Promise<boolean> {
  const { all } = await readUsage(ctx, client.rid);
  return (['client', 'dataport', 'datarule', 'dispatch', 'share'] as const).every((name) => {
    const limit = limits[name];
    return typeof limit !== 'number' || limit >= all[name];
  });
}

async function updateDataport(ctx: Context, dataport: Dataport, given: unknown): Promise<Outcome> {
  const description = parseDataport(layOver(dataport.description, given));
  if (!description) return refuse('invalid', 'the description of the dataport is wrong');
  if (description.format !== dataport.description.format) {
    return refuse('invalid', 'a format cannot be changed');
  }
  const beyond = unserved(description);
  if (beyond) return beyond;
  // What the old retention hides must not come back under a wider one.
  await trimExactly(ctx, dataport);
  const changed: Dataport = { ...dataport, description, modified: ctx.nowSecond };
  putResource(ctx, changed);
  await trimExactly(ctx, changed);
  return okay;
}
