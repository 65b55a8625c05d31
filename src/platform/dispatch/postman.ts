// The postman: takes letters out of the outbox, has them carried, and notes what came of it.
//
// Invariants. A letter leaves the outbox after somebody has taken it, or it was given up; so it is delivered at
// least once. One letter of a dispatch is under way at a time, in the order in which they were posted.

import { failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Journal } from '../../core/ports/journal.ts';
import { err, type Result } from '../../core/result.ts';
import type { Desk } from '../context.ts';
import type { Office } from '../office.ts';
import { moveAppointment } from '../timers/appointments.ts';
import { type Appointment, createWheel, type Wheel } from '../timers/wheel.ts';
import type { Couriers } from './couriers.ts';
import { empty, lend, type Posted } from './outbox.ts';
import { isShut } from './send.ts';
import { findSender, tellUndelivered } from './sender.ts';
import { settle } from './settle.ts';

export interface PostmanDeps {
  readonly office: Office;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly couriers: Couriers;
}

/** Goes on with what the outbox holds, once it is noticed for the first time. */
export function createPostman({ office, clock, journal, couriers }: PostmanDeps): Wheel {
  const closing = new AbortController();
  const flights = new Set<Promise<void>>();

  const launch = (posted: Posted) => {
    const flight = fly(posted).finally(() => {
      flights.delete(flight);
      wheel.notice(0);
    });
    flights.add(flight);
  };
  const fly = async (posted: Posted) => {
    const result = await carry(couriers, posted, closing.signal);
    const settled = await office.serve((desk) => settle(desk, posted, result));
    // A letter that could not be settled is still lent: its lease ends, and it goes out again.
    if (!settled.ok || !settled.value || result.ok) return;
    const { alias, method } = posted.letter;
    journal.warn('dispatch given up', { alias, method, reason: result.failure.kind });
  };
  const ring = async (desk: Desk, appointments: readonly Appointment[]) => {
    const lent: Posted[] = [];
    for (const { rid, dueMs } of appointments) {
      moveAppointment(desk, 'post', { rid, before: dueMs, after: undefined });
      const posted = await nextOf(desk, rid);
      if (posted) lent.push(posted);
    }
    return () => lent.forEach(launch);
  };
  const wheel = createWheel(
    { office, clock, ring, room: () => limits.lettersInFlight - flights.size },
    'post',
  );

  return {
    notice: wheel.notice,
    async stop() {
      await wheel.stop();
      closing.abort();
      await Promise.all(flights);
    },
  };
}

/** Letters of a sender that was dropped are swept; those of one that was locked are not sent. */
async function nextOf(desk: Desk, rid: string): Promise<Posted | undefined> {
  const sender = await findSender(desk, rid);
  if (!sender) return undefined;
  if (!(await isShut(desk, sender))) return lend(desk, rid);
  const letters = await empty(desk, rid);
  await tellUndelivered(desk, sender, 'it was locked before its messages were sent', letters);
  return undefined;
}

async function carry(
  couriers: Couriers,
  { letter }: Posted,
  signal: AbortSignal,
): Promise<Result<void>> {
  const courier = couriers[letter.method];
  if (courier) return courier(letter, signal);
  return err(failure('unsupported', `this server cannot dispatch by ${letter.method}`));
}
