// usage(client, metric, start, end): what a client and its subtree have used in a window (O25).

import * as z from 'zod';
import { ownedWithin, usedWithin } from '../../metering/meter.ts';
import { answer, refuse, unsupported } from '../outcome.ts';
import type { Procedure } from '../procedure.ts';
import { resolveClient } from '../reference.ts';

const entities = z.enum(['client', 'dataport', 'datarule', 'dispatch']);
const consumables = z.enum(['share', 'email', 'http', 'sms', 'xmpp']);
const windowSchema = z
  .tuple([z.number().nonnegative(), z.number().nonnegative()])
  .refine(([start, end]) => start <= end);

/** Of what is used up the sum, of what is owned the count times seconds. */
export const usage: Procedure = async (ctx, [ref, metric, start, end]) => {
  const client = await resolveClient(ctx, ref);
  if (!client.ok) return client.failure;
  if (typeof start !== 'number' || typeof end !== 'number') {
    return unsupported('usage takes a client, a metric and two times');
  }
  const window = windowSchema.safeParse([Math.floor(start), Math.floor(end)]);
  if (!window.success) return refuse('invalid', 'no such window of time');
  const { rid } = client.value;
  const entity = entities.safeParse(metric);
  if (entity.success) {
    const seconds = await ownedWithin(ctx, { client: rid, metric: entity.data }, window.data);
    return answer(String(seconds));
  }
  const consumable = consumables.safeParse(metric);
  if (!consumable.success) return refuse('invalid', 'no such metric');
  const sum = await usedWithin(ctx, { client: rid, metric: consumable.data }, window.data);
  return answer(String(sum));
};
