// Contents: files of a model for its devices, kept in pieces, so that a device can fetch a part cheaply.

import { limits } from '../../core/limits.ts';
import type { Desk } from '../context.ts';
import { each } from '../store/each.ts';
import { lastPart } from '../store/keys.ts';
import { blobKey, blobPrefix, contentKey, contentsPrefix } from '../store/vendor-keys.ts';

export interface ContentRecord {
  /** The Content-Type of its upload; empty before one. */
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  /** Unix seconds of the creation or of the last upload. */
  readonly updated: number;
  readonly meta: string;
  /** Kept from devices: only the vendor downloads it. */
  readonly protected: boolean;
}

/** `model` is the id of a model, here and below. */
export const findContent = (
  desk: Desk,
  model: string,
  id: string,
): Promise<ContentRecord | undefined> => desk.docs.get<ContentRecord>(contentKey(model, id));

export const putContent = (desk: Desk, model: string, id: string, record: ContentRecord): void =>
  desk.docs.put(contentKey(model, id), record);

export async function removeContent(desk: Desk, model: string, id: string): Promise<void> {
  await removeBlob(desk, model, id);
  desk.docs.del(contentKey(model, id));
}

export async function* contentIds(desk: Desk, model: string): AsyncGenerator<string> {
  for await (const { key } of each(desk.tx, contentsPrefix(model))) {
    yield decodeURIComponent(lastPart(key));
  }
}

/** Replaces the bytes of a content. */
export async function writeBlob(
  desk: Desk,
  model: string,
  id: string,
  bytes: Uint8Array,
): Promise<void> {
  await removeBlob(desk, model, id);
  for (let at = 0; at < bytes.length; at += limits.contentPieceBytes) {
    const piece = bytes.slice(at, at + limits.contentPieceBytes);
    desk.tx.put(blobKey(model, id, at / limits.contentPieceBytes), piece);
  }
}

/** The bytes `from` to before `to`; the caller keeps both within the size. */
export async function readBlob(
  desk: Desk,
  model: string,
  id: string,
  { from, to }: { readonly from: number; readonly to: number },
): Promise<Uint8Array> {
  const first = Math.floor(from / limits.contentPieceBytes);
  const pieces: Uint8Array[] = [];
  for (let piece = first; piece * limits.contentPieceBytes < to; piece += 1) {
    pieces.push((await desk.tx.get(blobKey(model, id, piece))) ?? new Uint8Array());
  }
  const start = first * limits.contentPieceBytes;
  return Buffer.concat(pieces).subarray(from - start, to - start);
}

async function removeBlob(desk: Desk, model: string, id: string): Promise<void> {
  for await (const { key } of each(desk.tx, blobPrefix(model, id))) desk.tx.del(key);
}
