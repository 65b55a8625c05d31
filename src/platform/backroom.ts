// The backroom: one deed in the store of a platform that does not run.

import type { Clock } from '../core/ports/clock.ts';
import type { Journal } from '../core/ports/journal.ts';
import type { OrderedKv } from '../core/ports/ordered-kv.ts';
import type { Random } from '../core/ports/random.ts';
import type { Result } from '../core/result.ts';
import { createVault } from './auth/vault.ts';
import type { Desk } from './context.ts';
import { createOffice, inOne } from './office.ts';
import { openRoot } from './root.ts';
import { createExecutor } from './store/executor.ts';
import { createWaiters } from './waiters.ts';

export interface BackroomDeps {
  readonly kv: OrderedKv;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly secret: Uint8Array;
}

/**
 * Does the work when the store is a platform's, or empty: then the root client is made first. What waits
 * in the store to be swept or sent waits on. Failures: those of the work, and of createPlatform.
 */
export async function inBackroom<T>(
  { kv, clock, random, journal, secret }: BackroomDeps,
  work: (desk: Desk) => Promise<Result<T>>,
): Promise<Result<T>> {
  const executor = createExecutor({ kv, journal });
  const later = () => {};
  const office = createOffice({
    executor,
    clock,
    random,
    vault: createVault(secret, random),
    waiters: createWaiters(),
    recorded: 'newer',
    sweep: later,
    appointed: later,
  });
  const done = await inOne(office, async (desk) => {
    const root = await openRoot(desk, undefined);
    return root.ok ? work(desk) : root;
  });
  await executor.close();
  return done;
}
