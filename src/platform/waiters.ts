// Waiters: who waits for which series. In memory only: a wait that is lost is asked for again.

import { limits } from '../core/limits.ts';
import type { News } from './context.ts';

export interface Waiters {
  /** How many wait. */
  readonly waiting: number;
  /** Whether one more may wait. */
  readonly room: boolean;
  /** Calls `hear` for news of this series until the returned function is called. */
  listen(rid: string, hear: (news: News) => void): () => void;
  /** Tells what has become durable. */
  announce(news: ReadonlyMap<string, News>): void;
}

export function createWaiters(): Waiters {
  const byRid = new Map<string, Set<(news: News) => void>>();
  let waiting = 0;
  return {
    get waiting() {
      return waiting;
    },
    get room() {
      return waiting < limits.waiters;
    },
    listen(rid, hear) {
      const ears = byRid.get(rid) ?? new Set();
      byRid.set(rid, ears.add(hear));
      waiting += 1;
      return () => {
        if (!ears.delete(hear)) return;
        waiting -= 1;
        if (ears.size === 0 && byRid.get(rid) === ears) byRid.delete(rid);
      };
    },
    announce(news) {
      if (waiting === 0) return;
      for (const [rid, latest] of news) {
        for (const hear of [...(byRid.get(rid) ?? [])]) hear(latest);
      }
    },
  };
}
