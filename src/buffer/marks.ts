// Marks: the last second that each channel ever stored a point in, so that no second is given twice.

import { limits } from '../core/limits.ts';
import type { Column } from '../core/point.ts';
import type { KvEntry, KvOp } from '../core/ports/ordered-kv.ts';
import { channelOfKey, markKey, put } from './format/keys.ts';
import { sealJson, unsealJson } from './format/seal.ts';

export interface Marks {
  get(channel: string): number | undefined;
  /** Takes note of points that take this many bytes in the log. */
  note(columns: readonly Column[], storedBytes: number): void;
  /** Whether so much was stored since the last flush that a start would read long. */
  readonly due: boolean;
  /** Writes the marks that changed since the last flush. */
  flush(): KvOp[];
}

/** A mark in the store, roughly, its key included. */
const markBytes = 32;

/** From the entries under `m/`; a damaged one is as good as none. */
export function createMarks(entries: readonly KvEntry[]): Marks {
  const marks = new Map<string, number>();
  const changed = new Set<string>();
  let unwrittenBytes = 0;
  for (const { key, value } of entries) {
    const second = unsealJson<number>(value);
    if (second !== undefined) marks.set(channelOfKey(key), second);
  }

  return {
    get: (channel) => marks.get(channel),
    get due() {
      // With many channels the marks are large: they may be an eighth of what is written, not more.
      return unwrittenBytes >= limits.markBytes + changed.size * markBytes * 8;
    },
    note(columns, storedBytes) {
      unwrittenBytes += storedBytes;
      for (const { channel, seconds } of columns) {
        const known = marks.get(channel) ?? Number.NEGATIVE_INFINITY;
        const latest = seconds.reduce((a, b) => Math.max(a, b), known);
        if (latest === known) continue;
        marks.set(channel, latest);
        changed.add(channel);
      }
    },
    flush() {
      const ops = [...changed].map((channel) =>
        put(markKey(channel), sealJson(marks.get(channel))),
      );
      changed.clear();
      unwrittenBytes = 0;
      return ops;
    },
  };
}
