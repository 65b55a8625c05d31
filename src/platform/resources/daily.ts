// Daily: what clients use of what is bounded by the UTC day, and of what is left of it (O13, O26).

import type { Desk } from '../context.ts';
import { meter } from '../metering/meter.ts';
import { dailyKey } from '../store/keys.ts';
import { type Client, readResource } from './resource.ts';
import { owners } from './tree.ts';

export const dispatchKinds = ['email', 'http', 'sms', 'xmpp'] as const;
export type DispatchKind = (typeof dispatchKinds)[number];
/** `io` is calls of the API. */
export type DailyKind = DispatchKind | 'io';

type Counts = Readonly<Record<DailyKind, number>>;

/** `own`: used by the client itself. `all`: that and everything below it. */
export interface Today {
  readonly own: Counts;
  readonly all: Counts;
}

interface DayRecord extends Today {
  /** Days since 1970. */
  readonly day: number;
}

const daySeconds = 86_400;
const none: Counts = { email: 0, http: 0, sms: 0, xmpp: 0, io: 0 };

export async function readToday(desk: Desk, client: string): Promise<Today> {
  const record = await desk.docs.get<DayRecord>(dailyKey(client));
  return record?.day === dayOf(desk) ? record : { own: none, all: none };
}

const dayOf = (desk: Desk): number => Math.floor(desk.nowSecond / daySeconds);

/**
 * Takes `n` of the day's allowance of a client, which is also that of everybody above it; false, and
 * nothing taken, when one of them has less than that left. A day ends at midnight UTC.
 */
export async function spend(desk: Desk, client: string, kind: DailyKind, n = 1): Promise<boolean> {
  const chain = await chainOf(desk, client);
  if (chain.length === 0) return false;
  for (const holder of chain) {
    const limit = holder.description.limits[kind];
    if (typeof limit !== 'number') continue;
    if ((await readToday(desk, holder.rid)).all[kind] + n > limit) return false;
  }
  for (const [at, { rid }] of chain.entries()) {
    const { own, all } = await readToday(desk, rid);
    const record: DayRecord = {
      day: dayOf(desk),
      own: at === 0 ? { ...own, [kind]: own[kind] + n } : own,
      all: { ...all, [kind]: all[kind] + n },
    };
    desk.docs.put(dailyKey(rid), record);
    if (kind !== 'io') await meter(desk, rid, kind, n);
  }
  return true;
}

/** Whether calls of this client are counted: only where somebody has set a limit to them. */
export const isMetered = (chain: readonly Client[]): boolean =>
  chain.some(({ description }) => typeof description.limits.io === 'number');

async function chainOf(desk: Desk, rid: string): Promise<readonly Client[]> {
  const client = await readResource(desk, rid);
  return client?.type === 'client' ? [client, ...((await owners(desk, client)) ?? [])] : [];
}
