// What write and writegroup share: one value into one resource, now.

import type { Context } from '../../context.ts';
import { formatOf } from '../../resources/resource.ts';
import { toFormat } from '../../series/convert.ts';
import { type Outcome, okay, refuse } from '../outcome.ts';
import { resolveWritable } from '../reference.ts';
import { publish } from './publish.ts';

/** `invalid` when the value does not fit the format of the resource. */
export async function writeOne(ctx: Context, ref: unknown, value: unknown): Promise<Outcome> {
  const resource = await resolveWritable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const converted = toFormat(value, formatOf(resource.value));
  if (converted === undefined) return refuse('invalid', 'the value does not fit the format');
  const point = { seconds: [ctx.nowSecond], values: [converted] };
  await publish(ctx, resource.value, point, 'replace');
  return okay;
}
