// Settle: what becomes of a letter after a try.

import type { Failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Result } from '../../core/result.ts';
import type { Desk } from '../context.ts';
import { type Mailbox, type Posted, putMailbox, stillFirst, takeOut } from './outbox.ts';
import { findSender, tellUndelivered } from './sender.ts';

/** Takes out what was delivered, puts off what may yet be, gives up the rest; whether it was given up. */
export async function settle(desk: Desk, posted: Posted, result: Result<void>): Promise<boolean> {
  const box = await stillFirst(desk, posted);
  if (!box) return false;
  if (result.ok) await takeOut(desk, box, posted);
  else {
    const later = putOff(desk, box, posted, result.failure);
    if (later) await putMailbox(desk, posted.letter.dispatch, later);
    else await giveUp(desk, box, posted, result.failure);
    return !later;
  }
  return false;
}

/** The mailbox with its next try, or undefined when there is to be none. */
function putOff(
  desk: Desk,
  box: Mailbox,
  { letter }: Posted,
  { kind, retry }: Failure,
): Mailbox | undefined {
  if (kind === 'closed') return { ...box, dueMs: desk.nowMs };
  const refusals = box.refusals + (kind === 'restricted' ? 1 : 0);
  const hopeless = retry === 'never' || refusals >= limits.letterRefusals;
  if (hopeless || desk.nowMs - letter.postedMs >= limits.letterAgeMs) return undefined;
  const pauseMs = Math.min(limits.deliveryPauseFirstMs * 2 ** box.tries, limits.deliveryPauseMaxMs);
  return { ...box, refusals, tries: box.tries + 1, dueMs: desk.nowMs + pauseMs };
}

async function giveUp(desk: Desk, box: Mailbox, posted: Posted, reason: Failure): Promise<void> {
  const { dispatch: rid } = posted.letter;
  await takeOut(desk, box, posted);
  const sender = await findSender(desk, rid);
  if (sender) await tellUndelivered(desk, sender, `a message was not delivered: ${reason.detail}`);
}
