// What write and writegroup share: one value into one resource, now.

import type { Context } from '../../context.ts';
import { noteFault } from '../../flow/faults.ts';
import { openIntake } from '../../flow/intake.ts';
import { receive } from '../../flow/receive.ts';
import { type Outcome, okay, refuse } from '../outcome.ts';
import { resolveWritable } from '../reference.ts';

/** `invalid` when the value does not fit the resource, or its preprocess can make nothing of it. */
export async function writeOne(ctx: Context, ref: unknown, value: unknown): Promise<Outcome> {
  const resource = await resolveWritable(ctx, ref);
  if (!resource.ok) return resource.failure;
  const { rid, description } = resource.value;
  const taken = (await openIntake(ctx, resource.value))(value);
  if (!taken.ok) {
    if (description.preprocess.length > 0) await noteFault(ctx, rid, taken.failure);
    return refuse('invalid', taken.failure);
  }
  await receive(ctx, resource.value, [{ second: ctx.nowSecond, value: taken.value }]);
  return okay;
}
