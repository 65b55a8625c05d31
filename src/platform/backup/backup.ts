// Backup: the whole platform as it is at one moment, also while it runs.

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { KvEntry, OrderedKv } from '../../core/ports/ordered-kv.ts';
import { ok, type Result } from '../../core/result.ts';
import { encodeFrame, frameKinds, magic } from './frames.ts';

export interface BackupHead {
  /** When it was made, as ISO 8601. */
  readonly made: string;
  /** The platform's secret in base64: without it no key of the store could be read. */
  readonly secret: string;
}

export interface BackupFoot {
  /** How many entries there are. */
  readonly entries: number;
}

export interface BackupDeps {
  readonly kv: OrderedKv;
  readonly clock: Clock;
  readonly secret: Uint8Array;
}

const json = (value: BackupHead | BackupFoot) => Buffer.from(JSON.stringify(value));
const everything = { gte: '', lt: '\u{10ffff}' };

/** The bytes of a backup, as they are read. A failure is the last that comes. */
export async function* backup(deps: BackupDeps): AsyncGenerator<Result<Uint8Array>> {
  const taken = await deps.kv.snapshot();
  if (!taken.ok) return yield taken;
  const snapshot = taken.value;
  try {
    yield ok(magic);
    const made = new Date(deps.clock.wallMs()).toISOString();
    const secret = Buffer.from(deps.secret).toString('base64');
    yield ok(await encodeFrame(frameKinds.head, json({ made, secret })));
    let entries = 0;
    let rest = everything;
    for (;;) {
      const page = await snapshot.range(rest, { limit: limits.backupEntries });
      if (!page.ok) return yield page;
      const last = page.value.at(-1);
      if (!last) break;
      entries += page.value.length;
      yield ok(await encodeFrame(frameKinds.entries, packEntries(page.value)));
      rest = { ...everything, gte: `${last.key}\0` };
    }
    yield ok(await encodeFrame(frameKinds.foot, json({ entries })));
  } finally {
    await snapshot.close();
  }
}

/** Each entry: length of the key (4 bytes, big endian), the key, length of the value (4), the value. */
function packEntries(entries: readonly KvEntry[]): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { key, value } of entries) {
    const name = Buffer.from(key);
    parts.push(uint32(name.length), name, uint32(value.length), value);
  }
  return Buffer.concat(parts);
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
