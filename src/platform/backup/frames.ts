// The frames of a backup (docs/platform-store.md, "Backups"): each tells on its own whether it is whole.

import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import { crc32c } from '../../core/codec/crc32c.ts';
import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Pieces } from '../../core/ports/control.ts';
import { err, ok, type Result } from '../../core/result.ts';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

export const magic = Buffer.from('holdfast platform backup 1\n');

export const frameKinds = { head: 0, entries: 1, foot: 2 } as const;
export type FrameKind = (typeof frameKinds)[keyof typeof frameKinds];

export interface Frame {
  readonly kind: number;
  readonly bytes: Buffer;
}

/** Length of what follows the checksum (4), CRC-32C of it (4); then the kind (1) and the deflated bytes. */
const headBytes = 8;

export async function encodeFrame(kind: FrameKind, bytes: Uint8Array): Promise<Uint8Array> {
  const body = Buffer.concat([Buffer.from([kind]), await deflate(bytes)]);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32BE(body.length, 0);
  head.writeUInt32BE(crc32c(body), 4);
  return Buffer.concat([head, body]);
}

const damaged = (why: string): Result<never> => err<Failure>(failure('corrupt', why));

/** The frames of a file that comes in pieces. The first failure is the last that comes. */
export async function* readFrames(pieces: Pieces): AsyncGenerator<Result<Frame>> {
  let held = Buffer.alloc(0);
  let begun = false;
  for await (const piece of pieces) {
    if (!piece.ok) return yield piece;
    held = Buffer.concat([held, piece.value]);
    if (!begun && held.length >= magic.length) {
      if (!held.subarray(0, magic.length).equals(magic)) return yield damaged('not a backup');
      held = held.subarray(magic.length);
      begun = true;
    }
    while (begun && held.length >= headBytes) {
      const length = held.readUInt32BE(0);
      if (length > limits.backupFrameBytes) return yield damaged('a frame of impossible length');
      if (held.length < headBytes + length) break;
      const body = held.subarray(headBytes, headBytes + length);
      if (crc32c(body) !== held.readUInt32BE(4)) return yield damaged('a frame fails its checksum');
      held = held.subarray(headBytes + length);
      yield await decode(body);
    }
  }
  if (!begun || held.length > 0) yield damaged('the end is missing');
}

async function decode(body: Buffer): Promise<Result<Frame>> {
  const options = { maxOutputLength: limits.backupFrameBytes };
  const bytes = await inflate(body.subarray(1), options).catch(() => undefined);
  if (!bytes) return damaged('a frame cannot be inflated');
  return ok({ kind: body.readUInt8(0), bytes });
}
