// Room: what the log may take, and what goes when that is reached: its oldest segments, counted as evicted.

import { limits } from '../../core/limits.ts';
import { done, ok, type Result } from '../../core/result.ts';
import { intervalAt } from '../format/intervals.ts';
import { settle } from '../settle.ts';
import type { Found } from '../store/reader.ts';
import type { Store } from '../store/store.ts';

export interface Capacity {
  /** Bytes of segments, as stored. */
  readonly maxBytes: number;
  readonly whenFull: 'drop-oldest' | 'drop-newest';
}

export interface Room {
  /** Bytes of segments that there may be now, those that there are included. */
  readonly bytes: number;
  /** What sets this limit, and so the reason of what is evicted at it. */
  readonly reason: 'full' | 'floor';
}

/** The settings grant `maxBytes`; the disk may have less to give. */
export function roomOf({ diskRoomBytes }: Store, { maxBytes }: Capacity): Room {
  const bytes = Math.max(limits.leastRoomBytes, diskRoomBytes);
  return bytes < maxBytes ? { bytes, reason: 'floor' } : { bytes: maxBytes, reason: 'full' };
}

/** Evicts the oldest segments until `bytes` are free, or all is gone; in as many batches as it takes. */
export async function makeRoom(
  store: Store,
  bytes: number,
  reason: Room['reason'],
): Promise<Result<void>> {
  let freedBytes = 0;
  while (freedBytes < bytes) {
    const evicted = await evictOldest(store, reason, (_, moreBytes) => {
      return freedBytes + moreBytes < bytes;
    });
    if (!evicted.ok) return evicted;
    if (evicted.value === 0) return done;
    freedBytes += evicted.value;
  }
  return done;
}

/**
 * Evicts, in one batch, the oldest segments for which `goes` says so, up to the first for which it does
 * not and to limits.evictPoints. `goes` also hears how many bytes go already. Gives the bytes that went.
 */
export async function evictOldest(
  store: Store,
  reason: string,
  goes: (found: Found, freedBytes: number) => boolean,
): Promise<Result<number>> {
  const { reader, state } = store.session;
  const { head, settled: intervals } = state;
  const end = Math.min(head.next, head.cursor + limits.evictPoints);
  let freedBytes = 0;
  let at = head.cursor;
  while (at < end) {
    const inside = intervalAt(intervals, at);
    if (inside) {
      at = inside.end;
      continue;
    }
    const reach = { from: head.cursor, to: head.next, points: limits.batchPoints };
    const found = await reader.at(at, reach);
    if (!found.ok) return found;
    if (!goes(found.value, freedBytes)) break;
    freedBytes += found.value.bytes;
    at = found.value.end;
  }
  if (freedBytes > 0) tellOfEviction(store, reason);
  const evicted = { first: head.cursor, end: at, outcome: 'evicted', reason } as const;
  const settled = await settle(store, [evicted]);
  return settled.ok ? ok(freedBytes) : settled;
}

/** One line for each reason, until the log has been empty. */
export function tellOfEviction({ toldReasons, deps }: Store, reason: string): void {
  if (!toldReasons.has(reason)) deps.journal.warn('evicting points', { reason });
  toldReasons.add(reason);
}
