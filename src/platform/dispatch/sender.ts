// Sender: who has posted a letter, and is told when nothing came of it.

import type { Desk } from '../context.ts';
import { noteFault } from '../flow/faults.ts';
import { emit } from '../flow/receive.ts';
import type { Datarule, Dispatch } from '../resources/resource.ts';
import { findLiving } from '../resources/tree.ts';
import { undelivered } from './send.ts';

/** A dispatch, or a rule that has a script or had one. */
export type Sender = Dispatch | Datarule;

export async function findSender(desk: Desk, rid: string): Promise<Sender | undefined> {
  const found = await findLiving(desk, rid);
  return found?.type === 'dispatch' || found?.type === 'datarule' ? found : undefined;
}

/** The history of a dispatch says so, too; that of a rule is what its script says. */
export async function tellUndelivered(
  desk: Desk,
  sender: Sender,
  detail: string,
  letters = 1,
): Promise<void> {
  await noteFault(desk, sender.rid, detail, letters);
  if (sender.type !== 'dispatch') return;
  await emit(desk, sender, [{ second: desk.nowSecond, value: undelivered }]);
}
