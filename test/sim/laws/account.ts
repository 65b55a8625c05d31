// The account: what the agent counts is what happened.

import { balances, type Ledger } from '../../../src/core/ledger.ts';
import type { Gateway } from '../machines/gateway.ts';
import { demand } from './demand.ts';
import { countOf, type Holdings } from './holdings.ts';
import type { Inventory } from './store.ts';

/** What may become of a point beside its delivery, in worlds like these. */
const excuses: ReadonlySet<string> = new Set(['thinned collision', 'evicted full']);

/** @param missing reported points that are nowhere: so many at least must have been given up */
export function checkAccount(kept: Inventory, now: Holdings, missing: number): void {
  const { ledger, reasons } = kept;
  const count = countOf(now);
  demand(ledger.delivered <= count, 'delivered is what the platform has', { ledger, count });
  for (const reason of Object.keys(reasons)) {
    demand(excuses.has(reason), 'no point is given up without need', reasons);
  }
  const gone = reasons['evicted full'] ?? 0;
  demand(missing <= gone, 'nothing durable is lost', { missing, gone, ledger });
}

/** What the agent says of itself balances, and goes on from where its last life ended. */
export function createLiveLaw(gateway: Gateway): () => void {
  let last: Ledger | undefined;
  return () => {
    const live = gateway.living.agent?.status().ledger;
    if (!live) return;
    demand(balances(live), 'the account balances', live);
    for (const name of ['sensed', 'delivered', 'rejected', 'thinned', 'evicted'] as const) {
      const was = last?.[name] ?? 0;
      demand(live[name] >= was, 'counters do not go back', { name, was, live });
    }
    last = live;
  };
}
