// Damage: what a read finds broken or missing is counted as evicted, set aside, and the log goes on.

import { limits } from '../../core/limits.ts';
import type { KvOp } from '../../core/ports/ordered-kv.ts';
import { ok, type Result } from '../../core/result.ts';
import { allOf, asideKey, del, put } from '../format/keys.ts';
import { settle } from '../settle.ts';
import type { Verdict } from '../steps/settle-points.ts';
import type { Found } from '../store/reader.ts';
import type { Store } from '../store/store.ts';

/** Settles the seqs of the damage; its bytes stay in the store under another key. */
export async function setAside(store: Store, damage: readonly Found[]): Promise<Result<void>> {
  const { journal } = store.deps;
  const broken = damage.flatMap(({ first, ...found }) =>
    'raw' in found && found.raw ? [put(asideKey(first), found.raw)] : [],
  );
  const room = await roomAside(store, broken.length);
  if (!room.ok) return room;
  const verdicts = damage.map((found): Verdict => {
    const reason = 'raw' in found ? 'corrupt' : 'lost';
    journal.error('points lost', { first: found.first, end: found.end, reason });
    return { first: found.first, end: found.end, outcome: 'evicted', reason };
  });
  return settle(store, verdicts, [...room.value, ...broken]);
}

/** Deletes the oldest of what was set aside, when there would be too much of it. */
async function roomAside(store: Store, coming: number): Promise<Result<KvOp[]>> {
  const kept = await store.session.kv.range(allOf('x'), { limit: limits.asideSegments });
  if (!kept.ok) return kept;
  const excess = Math.max(0, kept.value.length + coming - limits.asideSegments);
  return ok(kept.value.slice(0, excess).map(({ key }) => del(key)));
}
