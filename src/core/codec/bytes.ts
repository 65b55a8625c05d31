// ByteWriter and ByteReader: varints and plain bytes, for the formats that we keep on the disk.

/** Integers up to 2^53 - 1; `zigzag` takes those of either sign up to 2^52. */
export interface ByteWriter {
  u8(byte: number): void;
  varint(n: number): void;
  zigzag(n: number): void;
  f64(n: number): void;
  bytes(bytes: Uint8Array): void;
  /** The bytes so far. They stay the writer's until it is dropped. */
  finish(): Uint8Array;
}

/**
 * Never throws: past the end, or at a varint that is none, it answers zeros and `failed` stays true
 * from then on, so that a decoder checks once for each loop and not once for each byte.
 */
export interface ByteReader {
  readonly failed: boolean;
  readonly left: number;
  u8(): number;
  varint(): number;
  zigzag(): number;
  f64(): number;
  /** A view of the next `count` bytes, not a copy. */
  bytes(count: number): Uint8Array;
}

/** Maps 0, -1, 1, -2, 2 to 0, 1, 2, 3, 4: numbers near zero of either sign become small ones. */
export const toZigzag = (n: number): number => (n < 0 ? -2 * n - 1 : 2 * n);
export const fromZigzag = (z: number): number => (z % 2 === 0 ? z / 2 : -(z + 1) / 2);

/** `reserve` bytes of zero stand at the start, for a header that is known only at the end. */
export function createByteWriter(reserve = 0): ByteWriter {
  let buffer = new Uint8Array(256);
  let length = reserve;

  const need = (count: number): void => {
    if (length + count <= buffer.length) return;
    const larger = new Uint8Array(Math.max(buffer.length * 2, length + count));
    larger.set(buffer.subarray(0, length));
    buffer = larger;
  };
  const varint = (n: number): void => {
    need(8);
    let rest = n;
    while (rest >= 0x80) {
      buffer[length++] = (rest % 0x80) | 0x80;
      rest = Math.floor(rest / 0x80);
    }
    buffer[length++] = rest;
  };

  return {
    u8(byte) {
      need(1);
      buffer[length++] = byte;
    },
    varint,
    zigzag: (n) => varint(toZigzag(n)),
    f64(n) {
      need(8);
      new DataView(buffer.buffer).setFloat64(length, n, true);
      length += 8;
    },
    bytes(bytes) {
      need(bytes.length);
      buffer.set(bytes, length);
      length += bytes.length;
    },
    finish: () => buffer.subarray(0, length),
  };
}

export function createByteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let failed = false;

  const take = (count: number): number => {
    if (failed || count > bytes.length - at) {
      failed = true;
      return -1;
    }
    at += count;
    return at - count;
  };
  const u8 = (): number => {
    const from = take(1);
    return from < 0 ? 0 : (bytes[from] as number);
  };
  const varint = (): number => {
    let n = 0;
    for (let factor = 1; factor <= 2 ** 49; factor *= 0x80) {
      const byte = u8();
      n += (byte & 0x7f) * factor;
      if (byte < 0x80) {
        failed ||= !Number.isSafeInteger(n);
        return failed ? 0 : n;
      }
    }
    failed = true;
    return 0;
  };

  return {
    get failed() {
      return failed;
    },
    get left() {
      return bytes.length - at;
    },
    u8,
    varint,
    zigzag: () => fromZigzag(varint()),
    f64() {
      const from = take(8);
      return from < 0 ? 0 : view.getFloat64(from, true);
    },
    bytes(count) {
      const from = take(count);
      return from < 0 ? new Uint8Array(0) : bytes.subarray(from, from + count);
    },
  };
}
