// The laws of a world, which hold after every step, whatever has befallen it.

import type { World } from '../world/world.ts';
import { checkAccount, createLiveLaw } from './account.ts';
import { createCommittedLaw } from './committed.ts';
import { demand } from './demand.ts';
import { checkHeard } from './heard.ts';
import { countOf, createPlatformLaw } from './holdings.ts';
import { checkStatus } from './status.ts';
import { checkStore, takeInventory } from './store.ts';

export interface Laws {
  /** Throws the law that is broken. */
  check(): Promise<void>;
  /** The laws of the end: everything has been delivered, and the agent has said goodbye. */
  checkEnd(): Promise<void>;
}

export function createLaws(world: World): Laws {
  const { plan, disks, gateway } = world;
  const lookAtPlatform = createPlatformLaw(world);
  const committed = createCommittedLaw(world);
  const checkLive = createLiveLaw(gateway);

  async function check() {
    const kept = await takeInventory(disks.agent);
    checkStore(kept);
    const now = await lookAtPlatform();
    checkAccount(kept, now, committed.check(kept, now));
    checkLive();
    checkStatus(world);
    return { kept, now };
  }

  async function checkEnd(): Promise<void> {
    const { kept, now } = await check();
    const { ledger, reasons } = kept;
    const count = countOf(now);
    demand(ledger.pending === 0, 'in the end nothing is pending', ledger);
    // A point may be pushed out while it is on its way: then it has arrived, and counts as evicted.
    const arrived = ledger.delivered <= count && count <= ledger.delivered + ledger.evicted;
    demand(arrived, 'what is delivered is there once', { ledger, count });
    if (plan.maxBytes !== undefined) return;
    demand(ledger.evicted === 0, 'nothing is evicted where there is room', reasons);
    demand(committed.open.length === 0, 'every committed point has arrived', committed.open);
    checkHeard(world, now, reasons['thinned collision'] ?? 0);
  }

  return {
    check: async () => {
      await check();
    },
    checkEnd,
  };
}
