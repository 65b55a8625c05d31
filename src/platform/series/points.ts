// Points of one series as two parallel lists, seconds strictly rising: how to search, cut and merge them.

import type { Value } from '../../core/point.ts';

export interface Points {
  readonly seconds: readonly number[];
  readonly values: readonly Value[];
}

export const noPoints: Points = { seconds: [], values: [] };

/** The index of the first second at or after this one; the length when there is none. */
export function lowerBound(seconds: readonly number[], second: number, from = 0): number {
  let low = from;
  let high = seconds.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((seconds[middle] ?? Number.POSITIVE_INFINITY) < second) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The points from index `from` to before `to`. */
export const slice = (points: Points, from: number, to: number): Points =>
  from === 0 && to === points.seconds.length
    ? points
    : { seconds: points.seconds.slice(from, to), values: points.values.slice(from, to) };

/** The points of the seconds `from` to `to`, both included. */
export const between = (points: Points, from: number, to: number): Points =>
  slice(points, lowerBound(points.seconds, from), lowerBound(points.seconds, to + 1));

/** What is left without the seconds `from` to `to`, both included. */
export function without(points: Points, from: number, to: number): Points {
  const start = lowerBound(points.seconds, from);
  const end = lowerBound(points.seconds, to + 1);
  return {
    seconds: [...points.seconds.slice(0, start), ...points.seconds.slice(end)],
    values: [...points.values.slice(0, start), ...points.values.slice(end)],
  };
}

/** What happens to a new value at a second that has another one: `record` keeps, `write` replaces. */
export type OnConflict = 'keep' | 'replace';

export interface Merged {
  readonly points: Points;
  /** Seconds whose stored value differs from the new one, and stays. */
  readonly conflicts: readonly number[];
  /** Whether the points differ from the old ones. */
  readonly changed: boolean;
}

/** Merges new points into old ones. The same value at the same second is no conflict and no change. */
export function merge(old: Points, added: Points, onConflict: OnConflict): Merged {
  const lastOld = old.seconds.at(-1);
  const firstAdded = added.seconds[0];
  if (firstAdded === undefined) return { points: old, conflicts: [], changed: false };
  if (lastOld === undefined) return { points: added, conflicts: [], changed: true };
  if (firstAdded > lastOld) return { points: append(old, added), conflicts: [], changed: true };
  return interleave(old, added, onConflict);
}

const append = (old: Points, added: Points): Points => ({
  seconds: [...old.seconds, ...added.seconds],
  values: [...old.values, ...added.values],
});

function interleave(old: Points, added: Points, onConflict: OnConflict): Merged {
  const seconds: number[] = [];
  const values: Value[] = [];
  const conflicts: number[] = [];
  let changed = false;
  let at = 0;
  const copyUntil = (end: number) => {
    for (; at < end; at += 1) push(old.seconds[at], old.values[at]);
  };
  const push = (second: number | undefined, value: Value | undefined) => {
    if (second === undefined || value === undefined) return;
    seconds.push(second);
    values.push(value);
  };
  for (const [index, second] of added.seconds.entries()) {
    const value = added.values[index];
    copyUntil(lowerBound(old.seconds, second, at));
    const taken = old.seconds[at] === second;
    const differs = !taken || old.values[at] !== value;
    if (taken && differs && onConflict === 'keep') {
      conflicts.push(second);
      copyUntil(at + 1);
      continue;
    }
    push(second, value);
    if (taken) at += 1;
    changed ||= differs;
  }
  copyUntil(old.seconds.length);
  return { points: { seconds, values }, conflicts, changed };
}
