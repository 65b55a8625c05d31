// Batch builder: gathers runs until an upload is full.

import type { Batch } from '../core/batch.ts';
import type { Run } from '../core/point.ts';
import { pointBytes, sliceColumn } from './format/columns.ts';

export interface BatchBuilder {
  readonly full: boolean;
  /** Points that still fit. */
  readonly room: number;
  /** A run that does not fit whole makes the batch full and waits, unless it is the first. */
  add(run: Run): void;
  done(): Batch;
}

export function createBatchBuilder(max: {
  readonly points: number;
  readonly bytes: number;
}): BatchBuilder {
  // The runs of one group follow one another in seq and become one, as with a single channel.
  const groups: Run[][] = [];
  let points = 0;
  let bytes = 0;
  let full = max.points <= 0;

  /** How many points of the run still fit, and their bytes: at least one into an empty batch. */
  const fitting = ({ values }: Run) => {
    let count = 0;
    let size = 0;
    for (const value of values) {
      const larger = size + pointBytes(value);
      const over = points + count === max.points || bytes + larger > max.bytes;
      if (over && points + count > 0) break;
      size = larger;
      count++;
    }
    return { count, size };
  };

  return {
    get full() {
      return full;
    },
    get room() {
      return max.points - points;
    },
    add(run) {
      const { count, size } = fitting(run);
      const whole = count === run.values.length;
      if (full || (!whole && points > 0)) {
        full = true;
        return;
      }
      const added = whole ? run : partOf(run, run.firstSeq, run.firstSeq + count);
      points += count;
      bytes += size;
      full = !whole || points === max.points;
      const group = groups.at(-1);
      if (group && follows(group.at(-1), added)) group.push(added);
      else groups.push([added]);
    },
    done: () => ({ runs: groups.map(joined), points }),
  };
}

/** The points of a run from one seq up to another. */
export const partOf = (run: Run, first: number, end: number): Run => ({
  ...sliceColumn(run, first - run.firstSeq, end - run.firstSeq),
  epoch: run.epoch,
  firstSeq: first,
});

const follows = (last: Run | undefined, run: Run): boolean =>
  last?.channel === run.channel &&
  last.epoch === run.epoch &&
  last.firstSeq + last.seconds.length === run.firstSeq;

const joined = (group: readonly Run[]): Run => {
  const [first] = group as readonly [Run];
  if (group.length === 1) return first;
  const seconds = group.flatMap((run) => run.seconds);
  return { ...first, seconds, values: group.flatMap((run) => run.values) };
};
