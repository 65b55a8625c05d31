// Bell: what happens when the timers of datarules are due.

import type { Desk } from '../context.ts';
import { emit } from '../flow/receive.ts';
import { findLiving } from '../resources/tree.ts';
import { moveAppointment } from '../timers/appointments.ts';
import type { Appointment } from '../timers/wheel.ts';
import { ringRule } from './datarule.ts';

/** A rule that was dropped meanwhile has left its appointment behind. */
export async function ringRules(
  desk: Desk,
  appointments: readonly Appointment[],
): Promise<() => void> {
  for (const { rid, dueMs } of appointments) {
    moveAppointment(desk, 'rules', { rid, before: dueMs, after: undefined });
    const rule = await findLiving(desk, rid);
    if (rule?.type === 'datarule') await emit(desk, rule, await ringRule(desk, rule));
  }
  return () => {};
}
