// Waiters: who waits for which series. In memory only: a wait that is lost is asked for again.

import { limits } from '../core/limits.ts';
import type { News } from './context.ts';

export interface Waiters {
  /** How many wait. */
  readonly waiting: number;
  /** Whether one more may wait. */
  readonly room: boolean;
  /**
   * Calls `hear` for news of this series until the returned function is called; with undefined when
   * nobody is to wait any more.
   */
  listen(rid: string, hear: Ear): () => void;
  /** Tells what has become durable. */
  announce(news: ReadonlyMap<string, News>): void;
  /** Ends all waits, and each that comes from now on: the platform is going to close. */
  dismiss(): void;
}

type Ear = (news: News | undefined) => void;

export function createWaiters(): Waiters {
  const byRid = new Map<string, Set<Ear>>();
  let waiting = 0;
  let dismissed = false;
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
      if (dismissed) hear(undefined);
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
    dismiss() {
      dismissed = true;
      for (const hear of [...byRid.values()].flatMap((ears) => [...ears])) hear(undefined);
    },
  };
}
