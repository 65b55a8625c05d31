// What the agent heard became a point, unless its life ended within the window that the law grants.

import { troubleMs } from '../world/fates.ts';
import type { Saying } from '../world/truth.ts';
import type { World } from '../world/world.ts';
import { demand } from './demand.ts';
import { channelsOf, type Holdings, toleranceMs } from './holdings.ts';

/** @param collisions values that found no free second: those that spill may be among them */
export function checkHeard(world: World, now: Holdings, collisions: number): void {
  const { plan, truth } = world;
  let unspilled = 0;
  for (const [name, { fold }] of channelsOf(plan)) {
    const there = now.get(name) ?? new Map();
    const values = new Set(there.values());
    for (const saying of truth.of(name)) {
      if (mayBeLost(world, saying)) continue;
      if (fold === 'spill') unspilled += values.has(saying.value) ? 0 : 1;
      else {
        const covered = isCovered(saying, there, toleranceMs(plan));
        demand(covered, 'what was heard became a point', { name, ...saying });
      }
    }
  }
  demand(unspilled <= collisions, 'what was heard and spilled became points', { unspilled });
}

/** Nobody heard it, or its second was not over, or its window, when the life of its hearer ended. */
function mayBeLost(world: World, { atMs, life }: Saying): boolean {
  if (life === undefined) return true;
  const { windowMs, agentCommitMs } = world.plan;
  const end = world.gateway.ends.get(life);
  if (end === undefined || end.graceful) return false;
  return atMs > untroubledMs(world, end.atMs) - (1000 + windowMs + 2 * agentCommitMs + 50);
}

/** Until when commits went well before this moment: troubles may follow each other. */
function untroubledMs({ troubles }: World, atMs: number): number {
  let sinceMs = atMs;
  for (const trouble of troubles.toReversed()) {
    if (trouble < sinceMs && sinceMs - trouble < troubleMs) sinceMs = trouble;
  }
  return sinceMs;
}

/** Whether there is a point for the second in which it was said. */
function isCovered(
  { atMs }: Saying,
  there: ReadonlyMap<number, unknown>,
  withinMs: number,
): boolean {
  const last = Math.floor((atMs + withinMs) / 1000);
  for (let second = Math.floor((atMs - withinMs) / 1000); second <= last; second += 1) {
    if (there.has(second)) return true;
  }
  return false;
}
