// Wheel: wakes when the next appointment of its bell is due, and rings what is due then.
//
// It keeps no list: at each turn it reads the store again, and between turns it knows one time to wake.

import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Desk } from '../context.ts';
import type { Office } from '../office.ts';
import { appointmentOf, appointmentsPrefix, under } from '../store/keys.ts';
import type { Bell } from './appointments.ts';

export interface Appointment {
  /** Wall clock milliseconds. */
  readonly dueMs: number;
  readonly rid: string;
}

export interface Wheel {
  /** An appointment stands at this moment (wall clock milliseconds), or may stand: 0 is a look at the store. */
  notice(dueMs: number): void;
  /** Starts no new turn, and waits for the one under way. */
  stop(): Promise<void>;
}

export interface WheelDeps {
  readonly office: Office;
  readonly clock: Clock;
  /**
   * Handles what is due, a few at a time, in a transaction; each must be moved, or it rings again at
   * once. What it returns is called when that is durable.
   */
  ring(desk: Desk, appointments: readonly Appointment[]): Promise<() => void>;
  /** How many it takes now; after 0 it has to be noticed. */
  room(): number;
}

/** The wall clock may step: nobody waits longer than this without a look at it. */
const longestMs = 60_000;
/** After a failure of the store. */
const pauseMs = 1_000;

export function createWheel({ office, clock, ring, room }: WheelDeps, bell: Bell): Wheel {
  let armed: { readonly dueMs: number; readonly timer: Timer } | undefined;
  let turning: Promise<void> | undefined;
  let again = false;
  let stopped = false;

  const notice = (dueMs: number) => {
    if (stopped || (armed && armed.dueMs <= dueMs)) return;
    armed?.timer.cancel();
    armed = undefined;
    const waitMs = Math.min(dueMs - clock.wallMs(), longestMs);
    if (waitMs > 0) armed = { dueMs, timer: clock.after(waitMs, wake) };
    else wake();
  };
  const wake = () => {
    armed = undefined;
    if (turning) again = true;
    else turning = turnOn();
  };
  const turnOn = async () => {
    do {
      again = false;
      const turned = await office.serve(turn);
      if (turned.ok) turned.value.launch();
      const next = turned.ok ? turned.value.nextMs : clock.wallMs() + pauseMs;
      if (next !== undefined) notice(next);
    } while (again && !stopped);
    turning = undefined;
  };
  const turn = async (desk: Desk) => {
    const limit = room();
    const page =
      limit > 0 ? await desk.tx.range(under(appointmentsPrefix(bell)), { limit: limit + 1 }) : [];
    const appointments = page.map(({ key }) => appointmentOf(key));
    const due = appointments.slice(0, limit).filter(({ dueMs }) => dueMs <= desk.nowMs);
    return { launch: await ring(desk, due), nextMs: appointments[due.length]?.dueMs };
  };

  return {
    notice,
    async stop() {
      stopped = true;
      armed?.timer.cancel();
      await turning;
    },
  };
}
