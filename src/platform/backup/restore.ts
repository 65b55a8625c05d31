// Restore: a backup is looked through, and put into an empty store.

import { type Failure, failure } from '../../core/failure.ts';
import type { Pieces } from '../../core/ports/control.ts';
import type { KvEntry, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { formatKey } from '../store/keys.ts';
import type { BackupFoot, BackupHead } from './backup.ts';
import { frameKinds, readFrames } from './frames.ts';

export interface BackupContents {
  readonly made: string;
  readonly secret: Uint8Array;
  readonly entries: number;
}

type Take = (entries: readonly KvEntry[]) => Promise<Result<void>>;

/** Looks through the whole of a backup. Failures: `corrupt`, and those of its pieces. */
export const checkBackup = (pieces: Pieces): Promise<Result<BackupContents>> =>
  walk(pieces, async () => ok(undefined));

/**
 * Puts all entries into an empty store, and the one that makes it a platform's last: what is broken off
 * is no platform. Failures: as checkBackup, and those of the store.
 */
export async function restore(pieces: Pieces, kv: OrderedKv): Promise<Result<BackupContents>> {
  let format: KvEntry | undefined;
  const put = (entries: readonly KvEntry[]) =>
    kv.commit(
      entries.map((entry) => ({ type: 'put', ...entry }) as const),
      'buffered',
    );
  const walked = await walk(pieces, (entries) => {
    format ??= entries.find(({ key }) => key === formatKey);
    return put(entries.filter(({ key }) => key !== formatKey));
  });
  if (!walked.ok) return walked;
  if (!format) return damaged('it holds no platform');
  const committed = await kv.commit([{ type: 'put', ...format }], 'durable');
  return committed.ok ? walked : committed;
}

const damaged = (why: string): Result<never> => err<Failure>(failure('corrupt', why));

/** Hands the entries on, and checks that the head came first, the foot last, and all between them. */
async function walk(pieces: Pieces, take: Take): Promise<Result<BackupContents>> {
  let head: BackupHead | undefined;
  let foot: BackupFoot | undefined;
  let entries = 0;
  for await (const frame of readFrames(pieces)) {
    if (!frame.ok) return frame;
    const { kind, bytes } = frame.value;
    const isFirst = head === undefined;
    if (foot || isFirst !== (kind === frameKinds.head))
      return damaged('its frames are in disorder');
    if (kind === frameKinds.head) head = JSON.parse(bytes.toString());
    else if (kind === frameKinds.foot) foot = JSON.parse(bytes.toString());
    else {
      const unpacked = unpackEntries(bytes);
      entries += unpacked.length;
      const taken = await take(unpacked);
      if (!taken.ok) return taken;
    }
  }
  if (!head || !foot) return damaged('the end is missing');
  if (foot.entries !== entries) return damaged(`${foot.entries - entries} entries are missing`);
  return ok({ made: head.made, secret: Buffer.from(head.secret, 'base64'), entries });
}

function unpackEntries(bytes: Buffer): readonly KvEntry[] {
  const entries: KvEntry[] = [];
  let at = 0;
  const next = (): Buffer => {
    const start = at + 4;
    at = start + bytes.readUInt32BE(at);
    return bytes.subarray(start, at);
  };
  while (at < bytes.length) entries.push({ key: next().toString(), value: new Uint8Array(next()) });
  return entries;
}
