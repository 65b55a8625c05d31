// Outbox: letters that wait in the store, each dispatch's in a mailbox of its own, first come, first sent.
//
// A mailbox that is not empty has one appointment: when it is to be tried again. So a far side that is down
// is tried once for all its letters, and a busy dispatch cannot get before the others. While a letter is
// under way the appointment stands at the end of a lease: should the process die, it is sent again then.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { lastPart, letterKey, lettersPrefix, mailboxKey, under } from '../store/keys.ts';
import { moveAppointment } from '../timers/appointments.ts';
import type { Letter } from './letter.ts';

export interface Mailbox {
  /** When the first letter is tried, or tried again. */
  readonly dueMs: number;
  readonly count: number;
  /** The number of the next letter that comes in. */
  readonly next: number;
  /** Of the first letter: tries that came to nothing, and how many of them the far side refused. */
  readonly tries: number;
  readonly refusals: number;
}

export interface Posted {
  readonly number: number;
  readonly letter: Letter;
}

const readMailbox = (desk: Desk, rid: string): Promise<Mailbox | undefined> =>
  desk.docs.get<Mailbox>(mailboxKey(rid));

/** Moves the appointment with it. */
export async function putMailbox(desk: Desk, rid: string, box: Mailbox | undefined): Promise<void> {
  const before = (await readMailbox(desk, rid))?.dueMs;
  moveAppointment(desk, 'post', { rid, before, after: box?.dueMs });
  if (box) desk.docs.put(mailboxKey(rid), box);
  else desk.docs.del(mailboxKey(rid));
}

/** Whether the mailbox of a dispatch takes one more letter. */
export const hasRoom = async (desk: Desk, rid: string): Promise<boolean> =>
  ((await readMailbox(desk, rid))?.count ?? 0) < limits.letters;

/** Puts a letter into the mailbox of its dispatch, which has room. */
export async function post(desk: Desk, letter: Letter): Promise<void> {
  const rid = letter.dispatch;
  const fresh: Mailbox = { dueMs: desk.nowMs, count: 0, next: 0, tries: 0, refusals: 0 };
  const box = (await readMailbox(desk, rid)) ?? fresh;
  desk.docs.put(letterKey(rid, box.next), letter);
  await putMailbox(desk, rid, { ...box, count: box.count + 1, next: box.next + 1 });
}

/** The first letter of a mailbox, which is under way from now on. */
export async function lend(desk: Desk, rid: string): Promise<Posted | undefined> {
  const box = await readMailbox(desk, rid);
  const [first] = await desk.tx.range(under(lettersPrefix(rid)), { limit: 1 });
  const letter = first && (await desk.docs.get<Letter>(first.key));
  if (!box || !first || !letter) return undefined;
  await putMailbox(desk, rid, { ...box, dueMs: desk.nowMs + limits.letterLeaseMs });
  return { number: Number(lastPart(first.key)), letter };
}

/**
 * The mailbox whose first letter is still this one. It is not when the dispatch was dropped or locked while
 * the letter was under way.
 */
export async function stillFirst(
  desk: Desk,
  { letter, number }: Posted,
): Promise<Mailbox | undefined> {
  const kept = await desk.docs.get<Letter>(letterKey(letter.dispatch, number));
  return kept?.id === letter.id ? readMailbox(desk, letter.dispatch) : undefined;
}

/** Takes the first letter out, delivered or not; the one behind it is due at once. */
export async function takeOut(desk: Desk, box: Mailbox, { letter, number }: Posted): Promise<void> {
  desk.docs.del(letterKey(letter.dispatch, number));
  const rest = { ...box, count: box.count - 1, dueMs: desk.nowMs, tries: 0, refusals: 0 };
  await putMailbox(desk, letter.dispatch, rest.count > 0 ? rest : undefined);
}

/** Throws all letters of a mailbox away; how many there were. */
export async function empty(desk: Desk, rid: string): Promise<number> {
  const box = await readMailbox(desk, rid);
  const letters = await desk.tx.range(under(lettersPrefix(rid)), { limit: limits.letters });
  for (const { key } of letters) desk.docs.del(key);
  await putMailbox(desk, rid, undefined);
  return box?.count ?? 0;
}
