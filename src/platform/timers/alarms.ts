// Alarms: at which moment a resource wants to be looked at. In the store, ordered by due time, so that a
// restart forgets none.

import type { Desk } from '../context.ts';
import { alarmKey } from '../store/keys.ts';

/** Who is woken: the datarules with a timer, or the letters of the dispatches. */
export type Bell = 'rules' | 'post';

const nothing = new Uint8Array();

export interface Due {
  readonly rid: string;
  /** Wall clock milliseconds; undefined is none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Moves the alarm of a resource. The wheel of this bell hears of it when it is durable. */
export function moveAlarm(desk: Desk, bell: Bell, { rid, before, after }: Due): void {
  if (before === after) return;
  if (before !== undefined) desk.tx.del(alarmKey(bell, before, rid));
  if (after === undefined) return;
  desk.tx.put(alarmKey(bell, after, rid), nothing);
  desk.alarms.set(bell, Math.min(after, desk.alarms.get(bell) ?? after));
}
