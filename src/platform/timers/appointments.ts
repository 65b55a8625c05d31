// Appointments: at which moment a resource wants to be looked at. In the store, ordered by due time, so that a
// restart forgets none.

import type { Desk } from '../context.ts';
import { appointmentKey } from '../store/keys.ts';

/** Who is woken: the datarules with a timer, or the letters of the dispatches. */
export type Bell = 'rules' | 'post';

const nothing = new Uint8Array();

export interface Due {
  readonly rid: string;
  /** Wall clock milliseconds; undefined is none. */
  readonly before: number | undefined;
  readonly after: number | undefined;
}

/** Moves the appointment of a resource. The wheel of this bell hears of it when it is durable. */
export function moveAppointment(desk: Desk, bell: Bell, { rid, before, after }: Due): void {
  if (before === after) return;
  if (before !== undefined) desk.tx.del(appointmentKey(bell, before, rid));
  if (after === undefined) return;
  desk.tx.put(appointmentKey(bell, after, rid), nothing);
  desk.appointments.set(bell, Math.min(after, desk.appointments.get(bell) ?? after));
}
