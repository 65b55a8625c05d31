// The sweeper: takes away what a drop has left, in bounded steps between requests.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { aliasesOf, deleteAlias } from '../resources/aliases.ts';
import { removeResource } from '../resources/remove.ts';
import { readResource } from '../resources/resource.ts';
import {
  allChildrenPrefix,
  blocksPrefix,
  dailyKey,
  garbageKey,
  garbagePrefix,
  lastPart,
  metersKey,
  metersPrefix,
  seriesKey,
  subscribersPrefix,
  under,
  usageKey,
} from './keys.ts';

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

/** Sweeps a part of one dropped resource; whether anything was there to sweep. */
export async function sweepStep(desk: Desk): Promise<boolean> {
  const [garbage] = await desk.tx.range(under(garbagePrefix), { limit: 1 });
  if (!garbage) return false;
  const rid = lastPart(garbage.key);
  const limit = limits.sweepKeys;
  const blocks = await desk.tx.range(under(blocksPrefix(rid)), { limit });
  for (const { key } of blocks) desk.tx.del(key);
  if (blocks.length === limit) return true;
  const children = await desk.tx.range(under(allChildrenPrefix(rid)), { limit });
  for (const { key } of children) {
    const child = await readResource(desk, lastPart(key));
    if (child) await removeResource(desk, child);
    desk.tx.del(key);
  }
  if (children.length === limit) return true;
  const subscribers = await desk.tx.range(under(subscribersPrefix(rid)), { limit });
  for (const { key } of subscribers) desk.tx.del(key);
  if (subscribers.length === limit) return true;
  const marks = await desk.tx.range(under(metersPrefix(rid)), { limit });
  for (const { key } of marks) desk.tx.del(key);
  if (marks.length === limit) return true;
  for await (const alias of aliasesOf(desk.tx, rid)) deleteAlias(desk.tx, alias);
  for (const key of [usageKey(rid), dailyKey(rid), metersKey(rid)]) desk.docs.del(key);
  desk.docs.del(seriesKey(rid));
  desk.tx.del(garbageKey(rid));
  return true;
}
