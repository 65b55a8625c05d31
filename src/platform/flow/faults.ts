// Faults: what went wrong with values that came to a resource by themselves, with nobody there to be told.

import type { Desk } from '../context.ts';
import { faultsKey } from '../store/keys.ts';

export interface Faults {
  readonly count: number;
  /** The last of them. */
  readonly second: number;
  readonly detail: string;
}

export const readFaults = (desk: Desk, rid: string): Promise<Faults | undefined> =>
  desk.docs.get<Faults>(faultsKey(rid));

/** Counts faults of a resource; `detail` is one sentence for its owner, about the last of them. */
export async function noteFault(desk: Desk, rid: string, detail: string, times = 1): Promise<void> {
  const count = ((await readFaults(desk, rid))?.count ?? 0) + times;
  const faults: Faults = { count, second: desk.nowSecond, detail };
  desk.docs.put(faultsKey(rid), faults);
}
