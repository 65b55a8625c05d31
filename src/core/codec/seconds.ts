// The seconds of a column: the first, then runs of equal differences, since most channels tick evenly.

import { assert } from '../assert.ts';
import {
  type ByteReader,
  type ByteWriter,
  fromZigzag,
  readVarint,
  readZigzag,
  toZigzag,
  writeVarint,
  writeZigzag,
} from './bytes.ts';

// So small that a difference of two, zigzagged and shifted by a bit, is still exact.
const maxSecond = 2 ** 48;

const isSecond = (n: number): boolean => Number.isInteger(n) && Math.abs(n) <= maxSecond;

/** The lowest bit of each difference says that the length of its run follows; else that is 1. */
export function writeSeconds(writer: ByteWriter, seconds: readonly number[]): void {
  assert(seconds.every(isSecond), 'seconds are whole');
  let last = seconds[0] as number;
  writeZigzag(writer, last);
  for (let i = 1; i < seconds.length; ) {
    const delta = (seconds[i] as number) - last;
    let end = i + 1;
    while (
      end < seconds.length &&
      (seconds[end] as number) - (seconds[end - 1] as number) === delta
    )
      end++;
    writeVarint(writer, toZigzag(delta) * 2 + (end - i > 1 ? 1 : 0));
    if (end - i > 1) writeVarint(writer, end - i);
    last = seconds[end - 1] as number;
    i = end;
  }
}

/** `count` is at least 1. Undefined when the bytes hold no such seconds. */
export function readSeconds(reader: ByteReader, count: number): number[] | undefined {
  let second = readZigzag(reader);
  if (!isSecond(second)) return undefined;
  const seconds = [second];
  while (seconds.length < count) {
    const head = readVarint(reader);
    const delta = fromZigzag(Math.floor(head / 2));
    const run = head % 2 === 1 ? readVarint(reader) : 1;
    if (reader.failed || run === 0 || run > count - seconds.length) return undefined;
    for (let i = 0; i < run; i++) {
      second += delta;
      seconds.push(second);
    }
    if (!isSecond(second)) return undefined;
  }
  return seconds;
}
