// Append: columns become segments at the end of the log, in one durable batch with the counters.

import { limits } from '../core/limits.ts';
import type { Column } from '../core/point.ts';
import { ok, type Result } from '../core/result.ts';
import { countLeaving, type Head } from './format/head.ts';
import { del } from './format/keys.ts';
import type { State } from './steps/state.ts';
import { storePoints, withMarks } from './steps/store-points.ts';
import { commitStep, type Store } from './store/store.ts';
import { type Capacity, makeRoom, roomOf, tellOfEviction } from './tend/room.ts';

export interface AppendOptions {
  /** The epoch under which the seconds were given. */
  readonly epoch: number;
  /** Points that never came here: they were thinned because their second was taken. */
  readonly collisions?: number;
  /** Points that never came here: the tray was full. */
  readonly evicted?: number;
}

/** `dropped`: the log is full, and its policy is to count new points as evicted and keep the old. */
export type Appended = 'kept' | 'dropped';

export async function append(
  store: Store,
  capacity: Capacity,
  columns: readonly Column[],
  options: AppendOptions,
): Promise<Result<Appended>> {
  const { session } = store;
  const points = columns.reduce((sum, { seconds }) => sum + seconds.length, 0);
  const { collisions = 0, evicted = 0 } = options;
  if (points + collisions + evicted === 0) return ok('kept');
  const counted = (state: State): State => ({
    ...state,
    head: countNew(state.head, points, options),
  });

  let step = storePoints(counted(session.state), columns, options.epoch);
  const room = roomOf(store, capacity);
  const excess = step.state.head.bytes - room.bytes;
  if (excess > 0 && capacity.whenFull === 'drop-newest') {
    const state = counted(session.state);
    const how = { outcome: 'evicted', reason: room.reason } as const;
    tellOfEviction(store, room.reason);
    const counts = countLeaving(state.head, points, how);
    const committed = await commitStep(store, { state: { ...state, head: counts }, ops: [] });
    return committed.ok ? ok('dropped') : committed;
  }
  if (excess > 0) {
    const addedBytes = step.state.head.bytes - session.state.head.bytes;
    const wantedBytes = excess + Math.floor(room.bytes / roomShare);
    const made = await makeRoom(
      store,
      Math.min(wantedBytes, addedBytes + limits.evictBytes),
      room.reason,
    );
    if (!made.ok) return made;
    step = storePoints(counted(session.state), columns, options.epoch);
  }
  const undo = step.ops.map(({ key }) => del(key));
  session.marks.note(columns, step.state.head.bytes - session.state.head.bytes);
  const committed = await commitStep(store, withMarks(step, session.marks), undo);
  return committed.ok ? ok('kept') : committed;
}

/** When the log is full a little more is dropped at once, so that not every append drops. */
const roomShare = 64;

function countNew(head: Head, points: number, options: AppendOptions): Head {
  const { collisions = 0, evicted = 0 } = options;
  const sensed = head.counts.sensed + points + collisions + evicted;
  const withSensed = { ...head, counts: { ...head.counts, sensed } };
  const thinned = countLeaving(withSensed, collisions, { outcome: 'thinned', reason: 'collision' });
  return countLeaving(thinned, evicted, { outcome: 'evicted', reason: 'tray' });
}
