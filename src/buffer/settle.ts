// Settle: carries out verdicts durably, and has the freed space given back now and then.

import { limits } from '../core/limits.ts';
import type { KvOp } from '../core/ports/ordered-kv.ts';
import { done, type Result } from '../core/result.ts';
import { segmentsIn } from './format/keys.ts';
import { settlePoints, type Verdict } from './steps/settle-points.ts';
import { moveStragglers } from './steps/stragglers.ts';
import { commitStep, type Store } from './store/store.ts';

/** Seqs that are settled already, or that the log does not have, change nothing. */
export async function settle(
  store: Store,
  verdicts: readonly Verdict[],
  extra: readonly KvOp[] = [],
): Promise<Result<void>> {
  const { session } = store;
  const step = await settlePoints(session, session.state, verdicts);
  if (!step.ok) return step;
  if (step.value.state === session.state && extra.length === 0) return done;
  const moved =
    step.value.state.settled.length > limits.settledIntervals
      ? await moveStragglers(session, step.value)
      : step;
  if (!moved.ok) return moved;
  const { state, ops } = moved.value;
  const freed = session.state.head.bytes - state.head.bytes;
  const committed = await commitStep(store, { state, ops: [...ops, ...extra] });
  if (committed.ok) compactWhenDue(store, freed);
  return committed;
}

/** Beside the commits: nobody waits for it, and the range holds nothing that is still needed. */
function compactWhenDue(store: Store, freedBytes: number): void {
  store.freedBytes += Math.max(0, freedBytes);
  if (store.compacting || store.freedBytes < limits.compactBytes) return;
  store.compacting = true;
  const dueBytes = store.freedBytes;
  const { kv, state } = store.session;
  void kv.compact(segmentsIn(0, state.head.cursor)).then((compacted) => {
    store.compacting = false;
    store.freedBytes -= dueBytes;
    if (!compacted.ok) store.deps.journal.warn('compaction failed', { ...compacted.failure });
  });
}
