// Usage: how much of everything a client holds itself and with its whole subtree, and whether more fits.

import { type ResourceType, resourceTypes } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import { meter } from '../metering/meter.ts';
import { usageKey } from '../store/keys.ts';
import type { Client, Resource } from './resource.ts';
import { owners } from './tree.ts';

/** Counts of resources and points; `disk` is bytes of stored points. */
export type Tally = Readonly<Record<ResourceType | 'share' | 'points' | 'disk', number>>;

/** `own`: what belongs to the client directly. `all`: that and everything below it. */
export interface Usage {
  readonly own: Tally;
  readonly all: Tally;
}

export const nothingHeld: Tally = {
  client: 0,
  dataport: 0,
  datarule: 0,
  dispatch: 0,
  share: 0,
  points: 0,
  disk: 0,
};
const nothing: Usage = { own: nothingHeld, all: nothingHeld };

export const readUsage = async (desk: Desk, client: string): Promise<Usage> =>
  (await desk.docs.get<Usage>(usageKey(client))) ?? nothing;

/** Adds a change to the owner of a resource, and to the subtree of each owner above. */
export const addUsage = (desk: Desk, resource: Resource, change: Partial<Tally>): Promise<void> =>
  shiftUsage(desk, resource, change, change);

/** Changes what the owner has of its own, and what it and each owner above have in all. */
export async function shiftUsage(
  desk: Desk,
  resource: Resource,
  ownChange: Partial<Tally>,
  allChange: Partial<Tally>,
): Promise<void> {
  const chain = (await owners(desk, resource)) ?? [];
  for (const [at, owner] of chain.entries()) {
    const { own, all } = await readUsage(desk, owner.rid);
    const mine = at === 0 ? sum(own, ownChange) : own;
    desk.docs.put(usageKey(owner.rid), { own: mine, all: sum(all, allChange) });
    for (const type of resourceTypes) {
      const change = allChange[type];
      if (change) await meter(desk, owner.rid, type, change);
    }
  }
}

/** What a limit counts: resources by type, and shares. */
const limited = [...resourceTypes, 'share'] as const;
export type Needs = Partial<Readonly<Record<(typeof limited)[number], number>>>;

/**
 * Whether a client may own this much more: a numeric limit bounds the client's whole subtree, `inherit`
 * draws on the owner's, and every limit further up counts as well. Those in `exempt` have it already.
 */
export async function hasRoom(
  desk: Desk,
  client: Client,
  needs: Needs,
  exempt: readonly string[] = [],
): Promise<boolean> {
  for (const holder of [client, ...((await owners(desk, client)) ?? [])]) {
    if (exempt.includes(holder.rid)) continue;
    const { all } = await readUsage(desk, holder.rid);
    for (const name of limited) {
      const [limit, more] = [holder.description.limits[name], needs[name] ?? 0];
      if (typeof limit === 'number' && more > 0 && all[name] + more > limit) return false;
    }
  }
  return true;
}

export const sum = (tally: Tally, change: Partial<Tally>): Tally => {
  const result: Record<string, number> = { ...tally };
  for (const [name, amount] of Object.entries(change)) {
    result[name] = (result[name] ?? 0) + amount;
  }
  return result as Tally;
};

export const negative = (tally: Tally): Tally =>
  Object.fromEntries(Object.entries(tally).map(([name, amount]) => [name, -amount])) as Tally;
