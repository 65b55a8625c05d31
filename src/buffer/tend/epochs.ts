// Epochs: each is a small record of its own; those without points are forgotten in time.

import type { Epoch } from '../../core/epoch.ts';
import { limits } from '../../core/limits.ts';
import type { Result } from '../../core/result.ts';
import { del, epochKey, put } from '../format/keys.ts';
import { sealJson } from '../format/seal.ts';
import { commitStep, type Store } from '../store/store.ts';

/** Adds the epoch, or puts it in the place of the one with its id. */
export async function putEpoch(store: Store, epoch: Epoch): Promise<Result<void>> {
  const { state, epochs } = store.session;
  const used = new Set(state.stretches.map((stretch) => stretch.epoch));
  const idle = [...epochs.keys()].filter((id) => !used.has(id) && id !== epoch.id);
  const forgotten = idle.sort((a, b) => a - b).slice(0, -limits.idleEpochs);
  const ops = [
    put(epochKey(epoch.id), sealJson(epoch)),
    ...forgotten.map((id) => del(epochKey(id))),
  ];
  const committed = await commitStep(store, { state, ops });
  if (!committed.ok) return committed;
  epochs.set(epoch.id, epoch);
  for (const id of forgotten) epochs.delete(id);
  return committed;
}
