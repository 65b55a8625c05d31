// Bell: what happens when the timers of datarules are due.

import type { Desk } from '../context.ts';
import { emit } from '../flow/receive.ts';
import { findLiving } from '../resources/tree.ts';
import { moveAlarm } from '../timers/alarms.ts';
import type { Alarm } from '../timers/wheel.ts';
import { ringRule } from './datarule.ts';

/** A rule that was dropped meanwhile has left its alarm behind. */
export async function ringRules(desk: Desk, alarms: readonly Alarm[]): Promise<() => void> {
  for (const { rid, dueMs } of alarms) {
    moveAlarm(desk, 'rules', { rid, before: dueMs, after: undefined });
    const rule = await findLiving(desk, rid);
    if (rule?.type === 'datarule') await emit(desk, rule, await ringRule(desk, rule));
  }
  return () => {};
}
