// Intervals: which seqs above the cursor are settled, as few half-open stretches in order.

export interface Interval {
  readonly first: number;
  readonly end: number;
}

/** In order, apart from one another, none empty. Never changed: every function makes a new list. */
export type Intervals = readonly Interval[];

/** The index of the first interval that ends after `seq`. */
function indexAfter(intervals: Intervals, seq: number): number {
  let low = 0;
  let high = intervals.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((intervals[middle] as Interval).end <= seq) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The interval that holds `seq`. */
export function intervalAt(intervals: Intervals, seq: number): Interval | undefined {
  const interval = intervals[indexAfter(intervals, seq)];
  return interval && interval.first <= seq ? interval : undefined;
}

/** The parts of [first, end) that lie in no interval. */
export function partsOutside(intervals: Intervals, first: number, end: number): Interval[] {
  const parts: Interval[] = [];
  let at = first;
  for (let i = indexAfter(intervals, first); at < end; i++) {
    const next = intervals[i];
    const until = Math.min(next?.first ?? end, end);
    if (until > at) parts.push({ first: at, end: until });
    at = next?.end ?? end;
  }
  return parts;
}

/** With [first, end) added; what touches becomes one. */
export function withInterval(intervals: Intervals, first: number, end: number): Intervals {
  const from = indexAfter(intervals, first - 1);
  let to = from;
  while (to < intervals.length && (intervals[to] as Interval).first <= end) to++;
  const touched = intervals.slice(from, to);
  const merged = {
    first: Math.min(first, touched[0]?.first ?? first),
    end: Math.max(end, touched.at(-1)?.end ?? end),
  };
  return [...intervals.slice(0, from), merged, ...intervals.slice(to)];
}

/** Without what lies below `seq`. */
export function intervalsFrom(intervals: Intervals, seq: number): Intervals {
  const rest = intervals.slice(indexAfter(intervals, seq));
  const [head, ...others] = rest;
  return head && head.first < seq ? [{ first: seq, end: head.end }, ...others] : rest;
}

/** The seqs in all intervals together. */
export const totalLength = (intervals: Intervals): number =>
  intervals.reduce((sum, { first, end }) => sum + end - first, 0);

/** Where the first interval of at least `length` at or after `seq` starts. */
export function nextLongInterval(
  intervals: Intervals,
  seq: number,
  length: number,
): number | undefined {
  for (let i = indexAfter(intervals, seq); i < intervals.length; i++) {
    const { first, end } = intervals[i] as Interval;
    if (end - first >= length) return first;
  }
  return undefined;
}
