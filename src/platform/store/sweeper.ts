// The sweeper: takes away what a drop has left, in bounded steps between requests.

import { limits } from '../../core/limits.ts';
import { removeGrant } from '../auth/grants.ts';
import type { Desk } from '../context.ts';
import { sweepProvisioning } from '../provision/sweep.ts';
import { aliasesOf, deleteAlias } from '../resources/aliases.ts';
import { removeResource } from '../resources/remove.ts';
import { readResource } from '../resources/resource.ts';
import { deactivateShare } from '../sharing/shares.ts';
import { deleteTag, taggedBy } from '../sharing/tags.ts';
import { each } from './each.ts';
import {
  allChildrenPrefix,
  blocksPrefix,
  dailyKey,
  faultsKey,
  garbageKey,
  garbagePrefix,
  lastPart,
  lettersPrefix,
  mailboxKey,
  metersKey,
  metersPrefix,
  ruleStateKey,
  scriptKey,
  seriesKey,
  subscribersPrefix,
  under,
  usageKey,
} from './keys.ts';
import { activationsPrefix, grantsPrefix } from './sharing-keys.ts';

export interface Sweeper {
  /** Starts a sweep unless one is under way. */
  wake(): void;
  /** Resolves when no sweep is under way. */
  idle(): Promise<void>;
}

/** `step` runs one `sweepStep` in a transaction; false when nothing is left, or the store refuses. */
export function createSweeper(step: () => Promise<boolean>): Sweeper {
  let sweep: Promise<void> | undefined;
  let again = false;
  const run = async () => {
    do {
      again = false;
      while (await step());
    } while (again);
    sweep = undefined;
  };
  return {
    wake() {
      if (sweep) again = true;
      else sweep = run();
    },
    idle: () => sweep ?? Promise.resolve(),
  };
}

/** Ranges under a RID that go as they are. */
const ranges = [blocksPrefix, subscribersPrefix, metersPrefix, lettersPrefix];
/** Records under a RID. */
const records = [
  usageKey,
  dailyKey,
  metersKey,
  seriesKey,
  faultsKey,
  ruleStateKey,
  mailboxKey,
  scriptKey,
];

/** Sweeps a part of one dropped resource; whether anything was there to sweep. */
export async function sweepStep(desk: Desk): Promise<boolean> {
  const [garbage] = await desk.tx.range(under(garbagePrefix), { limit: 1 });
  if (!garbage) return false;
  const rid = lastPart(garbage.key);
  const limit = limits.sweepKeys;
  for (const prefix of ranges) {
    const entries = await desk.tx.range(under(prefix(rid)), { limit });
    for (const { key } of entries) desk.tx.del(key);
    if (entries.length === limit) return true;
  }
  const children = await desk.tx.range(under(allChildrenPrefix(rid)), { limit });
  for (const { key } of children) {
    const child = await readResource(desk, lastPart(key));
    if (child) await removeResource(desk, child);
    desk.tx.del(key);
  }
  if (children.length === limit) return true;
  if (await sweepProvisioning(desk, rid)) return true;
  await forgetDoings(desk, rid);
  for (const key of records) desk.docs.del(key(rid));
  desk.tx.del(garbageKey(rid));
  return true;
}

/** What a client has done to resources of others goes with it. */
async function forgetDoings(desk: Desk, client: string): Promise<void> {
  for await (const alias of aliasesOf(desk.tx, client)) deleteAlias(desk.tx, alias);
  for await (const tag of taggedBy(desk.tx, client)) deleteTag(desk.tx, tag);
  for await (const { key } of each(desk.tx, activationsPrefix(client))) {
    await deactivateShare(desk, client, lastPart(key));
  }
  for await (const { key } of each(desk.tx, grantsPrefix(client))) {
    removeGrant(desk, client, lastPart(key));
  }
}
