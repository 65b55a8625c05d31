// Columns by the handful: cut, joined by channel, weighed, and dealt out to segments.

import { limits } from '../../core/limits.ts';
import type { Column, Value } from '../../core/point.ts';

const secondBytes = 8;
const numberBytes = 8;

/** Bytes of a point in memory and on the wire, roughly: a character may take up to three. */
export const pointBytes = (value: Value): number =>
  secondBytes + (typeof value === 'string' ? value.length * 3 : numberBytes);

/** Deals columns out to segments: in order, none empty, each within the limits of a segment. */
export function dealColumns(columns: readonly Column[]): Column[][] {
  const dealt: Column[][] = [];
  let points = 0;
  let bytes = 0;
  for (const column of columns) {
    let from = 0;
    const hand = (to: number): void => {
      if (to > from) dealt.at(-1)?.push(sliceColumn(column, from, to));
      from = to;
    };
    column.values.forEach((value, i) => {
      const weight = pointBytes(value);
      const full = points === limits.segmentPoints || bytes + weight > limits.segmentBytes;
      if (full || dealt.length === 0) {
        hand(i);
        dealt.push([]);
        points = 0;
        bytes = 0;
      }
      points++;
      bytes += weight;
    });
    hand(column.values.length);
  }
  return dealt;
}

/** The points of a column from one index up to another. */
export const sliceColumn = (column: Column, from: number, to: number): Column =>
  from === 0 && to === column.seconds.length
    ? column
    : {
        channel: column.channel,
        seconds: column.seconds.slice(from, to),
        values: column.values.slice(from, to),
      };

/** One column a channel, each in the order in which its points came. */
export function byChannel(columns: readonly Column[]): Column[] {
  const merged = new Map<string, { channel: string; seconds: number[]; values: Value[] }>();
  for (const { channel, seconds, values } of columns) {
    const column = merged.get(channel) ?? { channel, seconds: [], values: [] };
    merged.set(channel, column);
    for (const second of seconds) column.seconds.push(second);
    for (const value of values) column.values.push(value);
  }
  return [...merged.values()];
}
