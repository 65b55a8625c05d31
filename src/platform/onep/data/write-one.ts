// What write and writegroup share: one value into one dataport, now.

import type { Context } from '../../context.ts';
import { toFormat } from '../../series/convert.ts';
import { type Outcome, okay, refuse } from '../outcome.ts';
import { resolveDataport } from '../reference.ts';
import { publish } from './publish.ts';

/** `invalid` when the value does not fit the format of the dataport. */
export async function writeOne(ctx: Context, ref: unknown, value: unknown): Promise<Outcome> {
  const dataport = await resolveDataport(ctx, ref);
  if (!dataport.ok) return dataport.failure;
  const converted = toFormat(value, dataport.value.description.format);
  if (converted === undefined) return refuse('invalid', 'the value does not fit the format');
  const point = { seconds: [ctx.nowSecond], values: [converted] };
  await publish(ctx, dataport.value, point, 'replace');
  return okay;
}
