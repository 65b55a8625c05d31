// Report: what the status document says of the buffer.

import type { Log, LogStats } from '../../buffer/log.ts';
import type { AgentStatus } from '../status.ts';

export interface Now {
  /** The wall time by which points are dated, in milliseconds. */
  readonly wallMs: number;
  /** By how much the points of this epoch are to be shifted, in seconds. */
  readonly shiftOf: (epoch: number) => number;
  /** Points sensed a second; undefined while nobody knows. */
  readonly pointsPerSecond: number | undefined;
}

/** What a point takes in a segment of a few points, as a slow device writes them: measured. */
const shallowBytes = 24;

/** `roomMs` is what the room left, by the settings or by the disk, lasts at the present pace. */
export function reportBuffer(log: Pick<Log, 'stats'>, now: Now): AgentStatus['buffer'] {
  const stats = log.stats();
  const { bytes, points, segments, oldest, room } = stats;
  const oldestMs = oldest && (oldest.second + now.shiftOf(oldest.epoch)) * 1000;
  const oldestAgeMs = oldestMs === undefined ? 0 : Math.max(0, now.wallMs - oldestMs);
  const bytesPerPoint = points > 0 ? bytes / points : shallowBytes;
  const bytesPerSecond = bytesPerPoint * (now.pointsPerSecond ?? 0);
  return {
    ...stateOf(stats),
    bytes,
    points,
    segments,
    oldestAgeMs,
    ...(bytesPerSecond > 0 && {
      roomMs: (Math.max(0, room.bytes - bytes) / bytesPerSecond) * 1000,
    }),
  };
}

/** As full as it was left by the eviction that made a little room (append.ts), or fuller. */
const fullShare = 31 / 32;

function stateOf(stats: LogStats): Pick<AgentStatus['buffer'], 'state' | 'detail'> {
  const { bytes, room, belowFloor, failure } = stats;
  if (failure) return { state: failure.kind, detail: failure.detail };
  if (belowFloor) return { state: 'floor', detail: 'the disk has less free than buffer.keepFree' };
  if (bytes >= room.bytes * fullShare)
    return { state: 'full', detail: `no room for more: points are evicted (${room.reason})` };
  return { state: 'ok' };
}
