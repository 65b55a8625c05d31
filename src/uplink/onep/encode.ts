// Encode: calls to the One Platform as JSON text, and our values in the format of a dataport.

import type { Column, Value } from '../../core/point.ts';
import type { Format } from '../../wire/onep.ts';

/** A call without its braces and its id, which the request puts around it. */
export const callText = (procedure: string, ...args: readonly unknown[]): string =>
  `"procedure":"${procedure}","arguments":${JSON.stringify(args)}`;

/**
 * `record` of all points of these columns, which are of one channel, to a dataport of this format
 * (seed 003, "record"). The seconds are absolute. A number that JSON cannot spell becomes null, so that
 * the far side refuses that point and not the request.
 */
export function recordText(alias: string, columns: readonly Column[], format: Format): string {
  // Pairs for JSON.stringify are short-lived and twice as fast as joining the text here (measured).
  const points: [second: number, value: Value][] = [];
  for (const { seconds, values } of columns) {
    for (let i = 0; i < seconds.length; i += 1) {
      points.push([seconds[i] as number, fit(values[i] as Value, format)]);
    }
  }
  return callText('record', { alias }, points, {});
}

/** `read` of at most `limit` points of a window, both ends inside, oldest first (seed 003, "read"). */
export const readText = (alias: string, first: number, last: number, limit: number): string =>
  callText(
    'read',
    { alias },
    { starttime: first, endtime: last, sort: 'asc', limit, selection: 'all' },
  );

/** Whether the far side holds what we sent: the comparison is made in the dataport's format. */
export function isSame(sent: Value, stored: unknown, format: Format): boolean {
  const ours = fit(sent, format);
  return typeof stored === 'number' ? stored === ours : String(stored) === String(ours);
}

/** The value as the format would have it, where nothing is lost by it; else as it is. */
function fit(value: Value, format: Format): Value {
  if (format === 'string') return String(value);
  if (format !== 'float' && format !== 'integer') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  return format === 'integer' && typeof value === 'number' ? Math.round(value) : value;
}
