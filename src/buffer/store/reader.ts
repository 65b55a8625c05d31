// Reader: finds the segment that holds a seq, reading ahead so that a drain asks the store rarely.

import { limits } from '../../core/limits.ts';
import type { OrderedKv } from '../../core/ports/ordered-kv.ts';
import { ok, type Result } from '../../core/result.ts';
import { segmentsIn, seqOfKey } from '../format/keys.ts';
import { decodeSegment, type Segment, storedBytes } from '../format/segment.ts';

/** What stands in the log at a seq: a segment, or damage. */
export type Found =
  | Segment
  | {
      readonly first: number;
      readonly end: number;
      readonly runs?: undefined;
      /** The value that is no segment; without it the store has nothing for these seqs. */
      readonly raw?: Uint8Array;
      readonly bytes: number;
    };

export interface Reach {
  /** The cursor: no segment starts below. */
  readonly from: number;
  /** Nothing is read from here on. */
  readonly to: number;
  /** What the caller is going to ask for in turn: read at once, within reason. */
  readonly points: number;
}

export interface Reader {
  /** `from <= seq < to`. What is found covers `seq`. */
  at(seq: number, reach: Reach): Promise<Result<Found>>;
  forget(first: number): void;
}

interface Entry {
  readonly first: number;
  readonly value: Uint8Array;
  /** Where the following segment starts, when that is known. */
  readonly next: number | undefined;
}

/** Segments of any size are read at most this many at once: 16 MiB in the worst case. */
const chunkSegments = 64;

export function createReader(kv: OrderedKv): Reader {
  const segments = createCache();
  let pointsPerSegment: number = limits.segmentPoints;

  /** The entries of segments from `seq` on, each with the seq at which the next one starts. */
  async function entriesFrom(seq: number, { to, points }: Reach) {
    const wanted = Math.ceil(Math.min(points, to - seq) / pointsPerSegment);
    const limit = Math.max(1, Math.min(chunkSegments, wanted)) + 1;
    const read = await kv.range(segmentsIn(seq, to), { limit });
    if (!read.ok) return read;
    const entries = read.value.map(({ key, value }, i): Entry => {
      const next = read.value[i + 1];
      return { first: seqOfKey(key), value, next: next && seqOfKey(next.key) };
    });
    // Where the last one of a full chunk ends is not known: it is left for the next chunk.
    return ok(entries.length === limit ? entries.slice(0, -1) : entries);
  }

  function take({ first, value, next }: Entry, to: number): Found {
    const segment = decodeSegment(first, value);
    if (!segment || (next !== undefined && segment.end > next)) {
      return { first, end: next ?? to, raw: value, bytes: storedBytes(first, value) };
    }
    segments.add(segment);
    return segment;
  }

  /** The segment that starts below `seq`, if it holds it. `next` is where the following one starts. */
  async function below(
    seq: number,
    { from, to }: Reach,
    next: number | undefined,
  ): Promise<Result<Found>> {
    const read = await kv.range(segmentsIn(from, seq), { limit: 1, reverse: true });
    if (!read.ok) return read;
    const [entry] = read.value;
    const found = entry && take({ first: seqOfKey(entry.key), value: entry.value, next }, to);
    return ok(found && found.end > seq ? found : { first: seq, end: next ?? to, bytes: 0 });
  }

  return {
    async at(seq, reach) {
      const cached = segments.at(seq);
      if (cached) return ok(cached);
      const read = await entriesFrom(seq, reach);
      if (!read.ok) return read;
      const entries = read.value;
      const founds = entries.map((entry) => take(entry, reach.to));
      const [found] = founds;
      if (found?.first !== seq) return below(seq, reach, found?.first);
      const last = founds.at(-1) ?? found;
      pointsPerSegment = Math.max(1, (last.end - found.first) / founds.length);
      return ok(found);
    },
    forget: segments.forget,
  };
}

interface Cache {
  /** The segment that holds `seq`. */
  at(seq: number): Segment | undefined;
  add(segment: Segment): void;
  forget(first: number): void;
}

/** A peeked segment is asked for again by settle, and by the next peek when it was not settled. */
function createCache(): Cache {
  let segments: Segment[] = [];
  let points = 0;
  let bytes = 0;
  const indexAfter = (seq: number): number => {
    let low = 0;
    let high = segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((segments[middle] as Segment).end <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    at(seq) {
      const segment = segments[indexAfter(seq)];
      return segment && segment.first <= seq ? segment : undefined;
    },
    add(segment) {
      const index = indexAfter(segment.first);
      if (segments[index]?.first === segment.first) return;
      if (points > limits.cachedPoints || bytes > limits.cachedBytes) {
        segments = [segment];
        points = 0;
        bytes = 0;
      } else {
        segments.splice(index, 0, segment);
      }
      points += segment.end - segment.first;
      bytes += segment.bytes;
    },
    forget(first) {
      const index = indexAfter(first);
      const segment = segments[index];
      if (segment?.first !== first) return;
      segments.splice(index, 1);
      points -= segment.end - segment.first;
      bytes -= segment.bytes;
    },
  };
}
