// Columns: the points of one channel as few bytes, exactly. docs/buffer-format.md draws the layout.

import { assert } from '../assert.ts';
import type { Value } from '../point.ts';
import {
  bytesLeft,
  createByteReader,
  createByteWriter,
  readU8,
  readVarint,
  writeU8,
  writeVarint,
  written,
} from './bytes.ts';
import { readDecimals, toDecimals, writeDecimals } from './decimals.ts';
import { type PlainKind, plainKindOf, readPlain, writePlain } from './plain-values.ts';
import { readSeconds, writeSeconds } from './seconds.ts';

const decimalKind = 0;

/** The densest code writes a point in one bit: more points than bits are a lie. */
const pointsPerByte = 8;

/** Whole seconds and their values, as many of the one as of the other. */
export function encodeColumn(seconds: readonly number[], values: readonly Value[]): Uint8Array {
  assert(seconds.length === values.length, 'a column has a second for each value');
  const writer = createByteWriter();
  const decimals = toDecimals(values);
  const kind = decimals ? decimalKind : plainKindOf(values);
  writeU8(writer, kind);
  writeVarint(writer, seconds.length);
  if (seconds.length > 0) {
    writeSeconds(writer, seconds);
    if (decimals) writeDecimals(writer, decimals);
    else writePlain[kind as PlainKind](writer, values);
  }
  return written(writer);
}

/** Undefined when the bytes are no column. Allocates at most in proportion to the bytes. */
export function decodeColumn(
  bytes: Uint8Array,
): { seconds: number[]; values: Value[] } | undefined {
  const reader = createByteReader(bytes);
  const kind = readU8(reader);
  const count = readVarint(reader);
  if (reader.failed || count > bytes.length * pointsPerByte) return undefined;
  if (count === 0) return bytesLeft(reader) === 0 ? { seconds: [], values: [] } : undefined;
  const seconds = readSeconds(reader, count);
  const read = kind === decimalKind ? readDecimals : readPlain[kind as PlainKind];
  const values = seconds && read?.(reader, count);
  return values && !reader.failed && bytesLeft(reader) === 0 ? { seconds, values } : undefined;
}
