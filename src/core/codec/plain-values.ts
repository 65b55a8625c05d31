// Values that are no decimals: full-precision numbers, booleans, strings, and columns of several types.

import type { Value } from '../point.ts';
import {
  type ByteReader,
  type ByteWriter,
  readBytes,
  readF64s,
  readU8,
  readVarint,
  writeBytes,
  writeF64s,
  writeU8,
  writeVarint,
} from './bytes.ts';

/** How such values are written. The numbers are on the disk (0 is for decimals): they never change. */
export const plainKinds = { float: 1, boolean: 2, string: 3, mixed: 4 } as const;
export type PlainKind = (typeof plainKinds)[keyof typeof plainKinds];

const tags = { false: 0, true: 1, float: 2, utf8: 3, utf16: 4 } as const;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The densest kind that holds all of these values exactly. */
export function plainKindOf(values: readonly Value[]): PlainKind {
  const all = (type: string) => values.every((value) => typeof value === type);
  if (all('number')) return plainKinds.float;
  if (all('boolean')) return plainKinds.boolean;
  // UTF-8 cannot hold half a surrogate pair; a mixed column can.
  const allUtf8 = values.every((value) => typeof value === 'string' && value.isWellFormed());
  return allUtf8 ? plainKinds.string : plainKinds.mixed;
}

export const writePlain: Record<PlainKind, (writer: ByteWriter, values: readonly Value[]) => void> =
  {
    [plainKinds.float]: (writer, values) => {
      writeF64s(writer, values as readonly number[]);
    },
    [plainKinds.boolean]: (writer, values) => {
      for (let i = 0; i < values.length; i += 8) {
        let byte = 0;
        for (let bit = 0; bit < 8; bit++) if (values[i + bit]) byte |= 1 << bit;
        writeU8(writer, byte);
      }
    },
    [plainKinds.string]: (writer, values) => {
      for (const value of values) writeText(writer, encoder.encode(value as string));
    },
    [plainKinds.mixed]: (writer, values) => {
      for (const value of values) writeTagged(writer, value);
    },
  };

function writeText(writer: ByteWriter, text: Uint8Array): void {
  writeVarint(writer, text.length);
  writeBytes(writer, text);
}

function writeTagged(writer: ByteWriter, value: Value): void {
  if (typeof value === 'boolean') {
    writeU8(writer, value ? tags.true : tags.false);
  } else if (typeof value === 'number') {
    writeU8(writer, tags.float);
    writeF64s(writer, [value]);
  } else if (value.isWellFormed()) {
    writeU8(writer, tags.utf8);
    writeText(writer, encoder.encode(value));
  } else {
    writeU8(writer, tags.utf16);
    writeText(writer, toUtf16(value));
  }
}

function toUtf16(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), true);
  return bytes;
}

/** Each reads `count` values; what the bytes do not hold shows as `reader.failed` or as undefined. */
export const readPlain: Record<
  PlainKind,
  (reader: ByteReader, count: number) => Value[] | undefined
> = {
  [plainKinds.float]: (reader, count) => readF64s(reader, count),
  [plainKinds.boolean]: (reader, count) => {
    const bits = readBytes(reader, Math.ceil(count / 8));
    if (reader.failed) return undefined;
    return Array.from({ length: count }, (_, i) => (((bits[i >> 3] ?? 0) >> (i & 7)) & 1) === 1);
  },
  [plainKinds.string]: (reader, count) => readEach(reader, count, () => readUtf8(reader)),
  [plainKinds.mixed]: (reader, count) => readEach(reader, count, () => readTagged(reader)),
};

function readEach(
  reader: ByteReader,
  count: number,
  read: () => Value | undefined,
): Value[] | undefined {
  const values: Value[] = [];
  for (let i = 0; i < count; i++) {
    const value = read();
    if (value === undefined || reader.failed) return undefined;
    values.push(value);
  }
  return values;
}

function readUtf8(reader: ByteReader): string | undefined {
  try {
    return decoder.decode(readBytes(reader, readVarint(reader)));
  } catch {
    return undefined; // Not UTF-8.
  }
}

function readUtf16(reader: ByteReader): string | undefined {
  const bytes = readBytes(reader, readVarint(reader));
  if (bytes.length % 2 === 1) return undefined;
  let text = '';
  for (let i = 0; i < bytes.length; i += 2) {
    text += String.fromCharCode((bytes[i] as number) | ((bytes[i + 1] as number) << 8));
  }
  return text;
}

function readTagged(reader: ByteReader): Value | undefined {
  const tag = readU8(reader);
  if (tag === tags.false) return false;
  if (tag === tags.true) return true;
  if (tag === tags.float) return readF64s(reader, 1)[0];
  if (tag === tags.utf8) return readUtf8(reader);
  return tag === tags.utf16 ? readUtf16(reader) : undefined;
}
