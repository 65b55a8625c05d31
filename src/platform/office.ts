// Office: opens a desk for each transaction, and tells the news when it is durable.

import type { Clock } from '../core/ports/clock.ts';
import type { Random } from '../core/ports/random.ts';
import type { Result } from '../core/result.ts';
import type { Vault } from './auth/vault.ts';
import type { Desk, Recorded } from './context.ts';
import { openDocuments } from './store/documents.ts';
import type { Executor } from './store/executor.ts';
import type { Bell } from './timers/appointments.ts';
import type { Waiters } from './waiters.ts';

export interface Office {
  /** Runs the work at a desk of its own; resolves when all it wrote and read is durable. */
  serve<T>(work: (desk: Desk) => Promise<T>): Promise<Result<T>>;
}

/** Work that can fail by itself, as one result. */
export async function inOne<T>(
  office: Office,
  work: (desk: Desk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const served = await office.serve(work);
  return served.ok ? served.value : served;
}

export function createOffice(deps: {
  readonly executor: Executor;
  readonly clock: Clock;
  readonly random: Random;
  readonly vault: Vault;
  readonly waiters: Waiters;
  readonly recorded: Recorded;
  /** Called when a drop is durable. */
  sweep(): void;
  /** Called when an appointment is durable: the earliest that a transaction has set. */
  appointed(bell: Bell, dueMs: number): void;
  /** Called when scripts have begun or ended, and that is durable; undefined where none are run. */
  readonly scripted?: ((rids: ReadonlySet<string>) => void) | undefined;
}): Office {
  const { executor, clock, random, vault, waiters, recorded } = deps;
  return {
    async serve(work) {
      const garbage: Desk['garbage'] = new Set();
      const news: Desk['news'] = new Map();
      const appointments: Desk['appointments'] = new Map();
      const scripts: Desk['scripts'] = deps.scripted && new Set();
      const result = await executor.run(async (tx) => {
        const docs = openDocuments(tx);
        const nowMs = clock.wallMs();
        const nowSecond = Math.floor(nowMs / 1000);
        const given = { nowMs, nowSecond, random, vault, recorded };
        const value = await work({ tx, docs, ...given, news, appointments, scripts, garbage });
        docs.write();
        return value;
      });
      if (result.ok) waiters.announce(news);
      if (result.ok && garbage.size > 0) deps.sweep();
      if (result.ok) for (const [bell, dueMs] of appointments) deps.appointed(bell, dueMs);
      if (result.ok && scripts && scripts.size > 0) deps.scripted?.(scripts);
      return result;
    },
  };
}
