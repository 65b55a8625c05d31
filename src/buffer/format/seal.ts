// The seal: a version and a checksum in front of every stored value.

import { crc32c } from '../../core/codec/crc32c.ts';

const version = 1;
export const sealBytes = 5;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Fills in the seal of a value that has left `sealBytes` of room at its start. */
export function seal(value: Uint8Array): Uint8Array {
  const view = new DataView(value.buffer, value.byteOffset);
  view.setUint8(0, version);
  view.setUint32(1, crc32c(value.subarray(sealBytes)), true);
  return value;
}

/** What is under the seal; undefined when the value is damaged or of a version that we do not know. */
export function unseal(value: Uint8Array): Uint8Array | undefined {
  if (value.length < sealBytes || value[0] !== version) return undefined;
  const body = value.subarray(sealBytes);
  const view = new DataView(value.buffer, value.byteOffset);
  return view.getUint32(1, true) === crc32c(body) ? body : undefined;
}

export function sealJson(content: unknown): Uint8Array {
  const text = encoder.encode(JSON.stringify(content));
  const value = new Uint8Array(sealBytes + text.length);
  value.set(text, sealBytes);
  return seal(value);
}

/** The content as we once sealed it: the checksum stands for its shape. Undefined as in `unseal`. */
export function unsealJson<T>(value: Uint8Array): T | undefined {
  const body = unseal(value);
  return body && (JSON.parse(decoder.decode(body)) as T);
}
