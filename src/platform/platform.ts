// The platform: One Platform over an ordered key-value store. Pure over ports, so that it runs anywhere.
//
// A request comes to a mount; RPC splits it into calls; the office gives each run of calls a desk (one
// transaction); a procedure does the deed; the executor answers when the disk has it.

import { failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Handler } from '../core/ports/http-server.ts';
import type { Journal } from '../core/ports/journal.ts';
import type { OrderedKv } from '../core/ports/ordered-kv.ts';
import type { Random } from '../core/ports/random.ts';
import type { ScriptWorker } from '../core/ports/script-worker.ts';
import { err, ok, type Result } from '../core/result.ts';
import { type Account, addAccount } from './accounts/accounts.ts';
import { createVault } from './auth/vault.ts';
import { createChores } from './chores.ts';
import type { Recorded } from './context.ts';
import { createCouriers, type DispatchSettings, type Outside } from './dispatch/couriers.ts';
import { createPacer, type PaceSettings } from './http/pacer.ts';
import { createMeters } from './metrics.ts';
import { createMounts } from './mounts.ts';
import { createOffice, inOne } from './office.ts';
import { answerRpc } from './onep/rpc.ts';
import { openRoot } from './root.ts';
import { createExecutor } from './store/executor.ts';
import { createWaiters } from './waiters.ts';

export interface PlatformDeps {
  readonly kv: OrderedKv;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  /** 32 bytes, kept outside the store: without them no CIK of the store can be found or read. */
  readonly secret: Uint8Array;
  /** The ways by which dispatches leave; without them none is delivered. */
  readonly outside?: Outside | undefined;
  /** Runs the scripts of datarules; without it there are none. */
  readonly scriptWorker?: ScriptWorker | undefined;
}

export interface PlatformOptions {
  readonly rootCik?: string;
  readonly dispatch?: DispatchSettings | undefined;
  /** Which recorded points go on to subscribers; `newer` if not given. */
  readonly recorded?: Recorded | undefined;
  /** How many scripts have a thread at once; limits.scriptsAtOnce if not given. */
  readonly scriptsAtOnce?: number | undefined;
  /** How many requests each key may make; as many as it likes if not given. */
  readonly pace?: PaceSettings | undefined;
}

export interface Platform {
  readonly handle: Handler;
  /** The key of the root client, which owns all others. */
  readonly rootCik: string;
  /** Failures: those of addAccount, and those of the store. */
  addAccount(name: string): Promise<Result<Account>>;
  /** Ends all waits and long polls as if their time were over, so that a stop need not wait for them. */
  dismissWaits(): void;
  /** Refuses new requests and waits for those under way. The store is the caller's to close. */
  close(): Promise<void>;
}

const secretBytes = 32;

/**
 * Opens the platform that the store holds, or makes one in an empty store. Failures: `config` (another
 * root CIK or secret than the store's, or one of the wrong form), `unsupported` (a newer layout),
 * `corrupt`, and those of the store.
 */
export async function createPlatform(
  deps: PlatformDeps,
  options: PlatformOptions = {},
): Promise<Result<Platform>> {
  const { kv, clock, random, journal, secret, outside, scriptWorker: worker } = deps;
  if (secret.length !== secretBytes) return err(failure('config', 'the secret has 32 bytes'));
  const executor = createExecutor({ kv, journal });
  const waiters = createWaiters();
  const vault = createVault(secret, random);
  const office = createOffice({
    executor,
    clock,
    random,
    vault,
    waiters,
    recorded: options.recorded ?? 'newer',
    sweep: () => chores.sweep(),
    appointed: (bell, dueMs) => chores.appointed(bell, dueMs),
    scripted: worker && ((rids) => chores.scripted(rids)),
  });
  const couriers = outside ? createCouriers(outside, options.dispatch ?? {}) : {};
  const chores = createChores({
    ...{ office, clock, journal, couriers, waiters, worker },
    scriptsAtOnce: options.scriptsAtOnce ?? limits.scriptsAtOnce,
  });
  const opened = await inOne(office, (desk) => openRoot(desk, options.rootCik));
  if (!opened.ok) return opened;
  const root = opened.value;
  chores.start();
  const pacer = options.pace && createPacer(clock, options.pace);
  const pace = (key: string): number => pacer?.admit(key) ?? 0;
  const handle = createMounts({
    clock,
    office,
    waiters,
    pace,
    paced: () => pacer?.refused ?? 0,
    meters: createMeters(clock),
    rootRid: root.rid,
    rpc: (exchange) => answerRpc({ office, waiters, clock, pace }, exchange),
    healthy: executor.healthy,
  });
  return ok({
    handle,
    rootCik: root.cik,
    addAccount: (name) => inOne(office, (desk) => addAccount(desk, name)),
    dismissWaits: waiters.dismiss,
    async close() {
      await chores.stop();
      await executor.close();
      await chores.idle();
    },
  });
}
