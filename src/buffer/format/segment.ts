// Segment: up to a thousand points under one key, grouped by channel, sealed, describing itself.

import {
  bytesLeft,
  createByteReader,
  createByteWriter,
  readBytes,
  readVarint,
  writeBytes,
  writeVarint,
  written,
} from '../../core/codec/bytes.ts';
import { decodeColumn, encodeColumn } from '../../core/codec/columns.ts';
import type { Column, Run } from '../../core/point.ts';
import { segmentKey } from './keys.ts';
import { seal, sealBytes, unseal } from './seal.ts';

/** A segment as it is read: its runs follow one another from `first` to `end` without a gap. */
export interface Segment {
  readonly first: number;
  readonly end: number;
  readonly epoch: number;
  readonly runs: readonly Run[];
  /** What it takes in the store, its key included. */
  readonly bytes: number;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

export const storedBytes = (first: number, value: Uint8Array): number =>
  segmentKey(first).length + value.length;

/** The value under `segmentKey(first)`. docs/buffer-format.md, "A segment". */
export function encodeSegment(
  first: number,
  epoch: number,
  columns: readonly Column[],
): Uint8Array {
  const writer = createByteWriter(sealBytes);
  writeVarint(writer, first);
  writeVarint(writer, epoch);
  writeVarint(writer, columns.length);
  for (const { channel, seconds, values } of columns) {
    const name = encoder.encode(channel);
    writeVarint(writer, name.length);
    writeBytes(writer, name);
    const column = encodeColumn(seconds, values);
    writeVarint(writer, column.length);
    writeBytes(writer, column);
  }
  return seal(written(writer));
}

/** Undefined when the value is damaged, or belongs under another key. */
export function decodeSegment(first: number, value: Uint8Array): Segment | undefined {
  const body = unseal(value);
  if (!body) return undefined;
  const reader = createByteReader(body);
  const writtenFirst = readVarint(reader);
  const epoch = readVarint(reader);
  const runCount = readVarint(reader);
  if (reader.failed || writtenFirst !== first) return undefined;
  const runs: Run[] = [];
  let end = first;
  for (let i = 0; i < runCount; i++) {
    const channel = decoder.decode(readBytes(reader, readVarint(reader)));
    const column = decodeColumn(readBytes(reader, readVarint(reader)));
    if (reader.failed || !column) return undefined;
    runs.push({ channel, epoch, firstSeq: end, ...column });
    end += column.seconds.length;
  }
  const whole = bytesLeft(reader) === 0 && end > first;
  return whole ? { first, end, epoch, runs, bytes: storedBytes(first, value) } : undefined;
}
