// Mending: a store that, after a failure that ends all trust in its handle, closes itself and opens again.
//
// Why not end the process and be started anew: the way back is the same (close, check, open, read what
// the disk has), it needs no service manager, and those who wait on other connections keep them.

import type { Failure, FailureKind } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KvOpener, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { err, ok, type Result } from '../../core/result.ts';

export interface MendingDeps {
  readonly opener: KvOpener;
  readonly clock: Clock;
}

/** After these from a read the handle is latched; after a commit that failed for whatever reason. */
const untrusted: ReadonlySet<FailureKind> = new Set(['store', 'disk-full']);

/**
 * Opens the store in `dir`. What fails, fails as with any OrderedKv; but the next call opens the store
 * anew, once in limits.mendMs at most, instead of failing for ever. Between the two nothing is
 * acknowledged. Failures of opening: those of KvOpener.
 */
export async function openMending(deps: MendingDeps, dir: string): Promise<Result<OrderedKv>> {
  const first = await deps.opener.open(dir);
  if (!first.ok) return first;
  const handles = createHandles(deps, dir, first.value);

  async function use<T>(
    work: (kv: OrderedKv) => Promise<Result<T>>,
    latches: (kind: FailureKind) => boolean = (kind) => untrusted.has(kind),
  ): Promise<Result<T>> {
    const ready = await handles.current();
    if (!ready.ok) return ready;
    const result = await work(ready.value);
    if (!result.ok && latches(result.failure.kind)) handles.distrust(ready.value, result.failure);
    return result;
  }

  return ok({
    get: (key) => use((kv) => kv.get(key)),
    getMany: (keys) => use((kv) => kv.getMany(keys)),
    range: (range, options) => use((kv) => kv.range(range, options)),
    snapshot: () => use((kv) => kv.snapshot()),
    commit: (ops, durability) =>
      use(
        (kv) => kv.commit(ops, durability),
        (kind) => kind !== 'closed',
      ),
    compact: (range) => use((kv) => kv.compact(range)),
    sizeBytes: (range) => use((kv) => kv.sizeBytes(range)),
    close: handles.close,
  });
}

function createHandles({ opener, clock }: MendingDeps, dir: string, first: OrderedKv) {
  let kv = first;
  let broken: Failure | undefined;
  let closed = false;
  let triedMonoMs = Number.NEGATIVE_INFINITY;
  let mending: Promise<Result<OrderedKv>> | undefined;

  async function mend(reason: Failure): Promise<Result<OrderedKv>> {
    if (clock.monoMs() - triedMonoMs < limits.mendMs) return err(reason);
    triedMonoMs = clock.monoMs();
    await kv.close();
    const opened = await opener.open(dir);
    if (!opened.ok) return opened;
    kv = opened.value;
    broken = undefined;
    return opened;
  }

  return {
    /** The handle that is trusted; the same try for all who ask while it is under way. */
    async current(): Promise<Result<OrderedKv>> {
      if (!broken || closed) return ok(kv);
      mending ??= mend(broken).finally(() => {
        mending = undefined;
      });
      return mending;
    },
    /** What a handle says that is not used any more is no news. */
    distrust(handle: OrderedKv, reason: Failure): void {
      if (handle === kv) broken = reason;
    },
    async close(): Promise<void> {
      closed = true;
      await mending;
      await kv.close();
    },
  };
}
