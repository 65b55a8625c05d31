// ByteWriter and ByteReader: varints and plain bytes, for the formats that we keep on the disk. Plain
// data and functions: a segment of a few points makes dozens of them, and closures would weigh.

export interface ByteWriter {
  buffer: Uint8Array;
  length: number;
}

/**
 * Reading never throws: past the end, or at a varint that is none, the answer is zero and `failed`
 * stays true from then on, so that a decoder checks once for each loop and not once for each byte.
 */
export interface ByteReader {
  readonly source: Uint8Array;
  at: number;
  failed: boolean;
}

const firstBufferBytes = 64;

/** `reserve` bytes of zero stand at the start, for a header that is known only at the end. */
export const createByteWriter = (reserve = 0): ByteWriter => ({
  buffer: new Uint8Array(firstBufferBytes),
  length: reserve,
});

export const createByteReader = (source: Uint8Array): ByteReader => ({
  source,
  at: 0,
  failed: false,
});

/** Maps 0, -1, 1, -2, 2 to 0, 1, 2, 3, 4: numbers near zero of either sign become small ones. */
export const toZigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
export const fromZigzag = (z: number): number => (z % 2 === 0 ? z / 2 : -(z + 1) / 2);

/** What was written so far. The bytes stay the writer's until it is dropped. */
export const written = ({ buffer, length }: ByteWriter): Uint8Array => buffer.subarray(0, length);

function grow(writer: ByteWriter, count: number): void {
  if (writer.length + count <= writer.buffer.length) return;
  const larger = new Uint8Array(Math.max(writer.buffer.length * 2, writer.length + count));
  larger.set(written(writer));
  writer.buffer = larger;
}

export function writeU8(writer: ByteWriter, byte: number): void {
  grow(writer, 1);
  writer.buffer[writer.length++] = byte;
}

/** A whole number in [0, 2^53), seven bits a byte, lowest first. */
export function writeVarint(writer: ByteWriter, n: number): void {
  grow(writer, 8);
  let rest = n;
  while (rest >= 0x80) {
    writer.buffer[writer.length++] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  writer.buffer[writer.length++] = rest;
}

/** A whole number of either sign, of at most 2^52. */
export const writeZigzag = (writer: ByteWriter, n: number): void =>
  writeVarint(writer, toZigzag(n));

export function writeF64s(writer: ByteWriter, numbers: readonly number[]): void {
  grow(writer, numbers.length * 8);
  const view = new DataView(writer.buffer.buffer);
  for (const n of numbers) {
    view.setFloat64(writer.length, n, true);
    writer.length += 8;
  }
}

export function writeBytes(writer: ByteWriter, bytes: Uint8Array): void {
  grow(writer, bytes.length);
  writer.buffer.set(bytes, writer.length);
  writer.length += bytes.length;
}

export const bytesLeft = ({ source, at }: ByteReader): number => source.length - at;

/** Whether `count` bytes are left; if not, the reader has failed. */
function has(reader: ByteReader, count: number): boolean {
  if (reader.failed || count > bytesLeft(reader)) reader.failed = true;
  return !reader.failed;
}

export const readU8 = (reader: ByteReader): number =>
  has(reader, 1) ? (reader.source[reader.at++] as number) : 0;

export function readVarint(reader: ByteReader): number {
  let n = 0;
  for (let factor = 1; factor <= 2 ** 49; factor *= 0x80) {
    const byte = readU8(reader);
    n += (byte & 0x7f) * factor;
    if (byte < 0x80) {
      reader.failed ||= !Number.isSafeInteger(n);
      return reader.failed ? 0 : n;
    }
  }
  reader.failed = true;
  return 0;
}

export const readZigzag = (reader: ByteReader): number => fromZigzag(readVarint(reader));

export function readF64s(reader: ByteReader, count: number): number[] {
  const bytes = readBytes(reader, count * 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 8 }, (_, i) => view.getFloat64(i * 8, true));
}

/** A view of the next `count` bytes, not a copy. */
export function readBytes(reader: ByteReader, count: number): Uint8Array {
  if (!has(reader, count)) return new Uint8Array(0);
  reader.at += count;
  return reader.source.subarray(reader.at - count, reader.at);
}
