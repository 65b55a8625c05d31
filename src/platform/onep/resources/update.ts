// update(resource, description): changes what may be changed (checklist O24).

import type { Context } from '../../context.ts';
import {
  type ClientDescription,
  isPlain,
  layOver,
  parseClient,
  parseData,
} from '../../resources/description.ts';
import { type Client, type DataResource, formatOf, putResource } from '../../resources/resource.ts';
import { subscribe, unsubscribe } from '../../resources/subscriptions.ts';
import { readUsage } from '../../resources/usage.ts';
import { changeRule } from '../../rules/datarule.ts';
import { trimExactly } from '../../series/retention.ts';
import { type Outcome, okay, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveBelow } from '../reference.ts';
import { unserved } from './create-data.ts';
import { checkSources, withRids } from './sources.ts';

/** Keys that are not given stay. `invalid` for another format, and for limits below present use. */
export const update: Procedure = async (ctx, [ref, given]) => {
  const found = await resolveBelow(ctx, ref);
  if (!found.ok) return found.failure;
  if (given === undefined) return unsupported('update takes a description');
  const resource = found.value;
  return resource.type === 'client'
    ? updateClient(ctx, resource, given)
    : updateData(ctx, resource, given);
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

/** Whoever says what is taken in answers for it from then on. */
async function updateData(ctx: Context, resource: DataResource, given: unknown): Promise<Outcome> {
  const settled = await withRids(ctx, given);
  const description = parseData[resource.type](layOver(resource.description, settled));
  if (!description) return refuse('invalid', `the description of the ${resource.type} is wrong`);
  const takes = isPlain(settled) && ('subscribe' in settled || 'preprocess' in settled);
  const reader = takes ? ctx.caller : resource.reader;
  const changed = { ...resource, description, reader, modified: ctx.nowSecond } as DataResource;
  const refused =
    checkChange(ctx, resource, changed) ??
    (takes ? await checkSources(ctx, description) : undefined);
  if (refused) return refused;
  // What the old retention hides must not come back under a wider one.
  await trimExactly(ctx, resource);
  await unsubscribe(ctx, resource);
  putResource(ctx, changed);
  await subscribe(ctx, changed);
  await changeRule(ctx, resource, changed);
  await trimExactly(ctx, changed);
  return okay;
}

function checkChange(ctx: Context, before: DataResource, after: DataResource): Outcome | undefined {
  if (formatOf(before) !== formatOf(after)) return refuse('invalid', 'a format cannot be changed');
  if (after.description.subscribe === after.rid) {
    return refuse('invalid', 'a resource cannot subscribe to itself');
  }
  return unserved(ctx, after);
}
