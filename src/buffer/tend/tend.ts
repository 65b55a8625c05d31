// Tend: what no append and no settle would notice: the disk is filled by others, and points grow old.

import { limits } from '../../core/limits.ts';
import type { Run } from '../../core/point.ts';
import { done, type Result } from '../../core/result.ts';
import { pendingOf } from '../format/head.ts';
import type { Store } from '../store/store.ts';
import { type Capacity, evictOldest, makeRoom, roomOf } from './room.ts';

/** What the log cannot know by itself. */
export interface Outlook {
  /** Bytes that the disk can give above its floor, negative below it; undefined when nobody knows. */
  readonly spareBytes: number | undefined;
  /** Whether a point that was sensed in this second of this epoch is past its age. */
  readonly tooOld: ((epoch: number, second: number) => boolean) | undefined;
}

/** Evicts what is too old or no longer has room: a bounded part each time. */
export async function tend(
  store: Store,
  capacity: Capacity,
  { spareBytes, tooOld }: Outlook,
): Promise<Result<void>> {
  const { head, settled } = store.session.state;
  if (pendingOf(head, settled) === 0) store.toldReasons.clear();
  noteSpare(store, spareBytes);
  if (tooOld) {
    const aged = await evictOldest(store, 'age', ({ runs }) => runs?.every(allOf(tooOld)) ?? false);
    if (!aged.ok) return aged;
  }
  const room = roomOf(store, capacity);
  const excessBytes = store.session.state.head.bytes - room.bytes;
  if (excessBytes <= 0 || capacity.whenFull === 'drop-newest') return done;
  return makeRoom(store, Math.min(excessBytes, limits.evictBytes), room.reason);
}

/**
 * The disk carries what the log holds and what it can still give. What was deleted is not given back
 * before the next compaction; without counting it, each eviction would look as if it had not helped.
 */
function noteSpare(store: Store, spareBytes = Number.POSITIVE_INFINITY): void {
  store.diskRoomBytes = store.session.state.head.bytes + store.freedBytes + spareBytes;
  // Back above the floor by as much as a compaction gives: around it there would be a line every time.
  const below = spareBytes < (store.belowFloor ? limits.compactBytes : 0);
  if (below === store.belowFloor) return;
  store.belowFloor = below;
  const { journal } = store.deps;
  if (below) journal.warn('disk below its floor', { missingBytes: -spareBytes });
  else journal.info('disk above its floor');
}

/** A segment goes as a whole, with its youngest point; what is damaged is for peek to settle. */
const allOf =
  (tooOld: NonNullable<Outlook['tooOld']>) =>
  ({ epoch, seconds }: Run): boolean =>
    tooOld(
      epoch,
      seconds.reduce((a, b) => Math.max(a, b)),
    );
