// Backups: what goes in comes out, whatever happens meanwhile, and what is not whole is refused.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Pieces } from '../../../../src/core/ports/control.ts';
import { ok } from '../../../../src/core/result.ts';
import { backup } from '../../../../src/platform/backup/backup.ts';
import { checkBackup, restore } from '../../../../src/platform/backup/restore.ts';
import { createPlatform } from '../../../../src/platform/platform.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeJournal } from '../../../fakes/journal.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createSeededRandom } from '../../../fakes/random.ts';
import { openTestPlatform } from '../../../support/onep.ts';

const secret = new Uint8Array(32).fill(5);
const clock = createFakeClock();

async function openStore(disk: ReturnType<typeof createFakeDisk>, dir: string) {
  const kv = await disk.opener.open(dir);
  assert(kv.ok);
  return kv.value;
}

async function whole(pieces: Pieces): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) {
    assert(piece.ok, JSON.stringify(piece));
    all.push(piece.value);
  }
  return Buffer.concat(all);
}

/** In pieces of a size that fits no frame. */
async function* cut(bytes: Uint8Array, size = 1009) {
  for (let at = 0; at < bytes.length; at += size) yield ok(bytes.subarray(at, at + size));
}

/** A platform with a device and 3000 points, closed; its store and its backup. */
async function openFilled() {
  const disk = createFakeDisk();
  const platform = await openTestPlatform(disk, '/a');
  const device = await platform.client(platform.root);
  const rid = await platform.need(device, 'create', 'dataport', { format: 'integer' });
  const points = Array.from({ length: 3000 }, (_, at) => [at, at]);
  await platform.need(device, 'record', rid, points);
  await platform.close();
  const kv = await openStore(disk, '/a');
  return { disk, kv, device, rid, root: platform.root };
}

test('a restored platform is the one that was backed up, with its keys', async () => {
  const { disk, kv, device, rid, root } = await openFilled();
  const bytes = await whole(backup({ kv, clock, secret }));
  const target = await openStore(disk, '/b');
  const restored = await restore(cut(bytes), target);
  assert(restored.ok);
  assert.deepEqual(new Uint8Array(restored.value.secret), secret);
  assert.equal(restored.value.entries, disk.keys('/a').length);
  assert.deepEqual(disk.keys('/b'), disk.keys('/a'));
  await target.close();
  const again = await openTestPlatform(disk, '/b');
  assert.deepEqual(again.root, root);
  const read = await again.need(device, 'read', rid, { limit: 5000 });
  assert.equal((read as unknown[]).length, 3000);
});

test('a backup holds the store as it was when it began, whatever is written meanwhile', async () => {
  const disk = createFakeDisk();
  const kv = await openStore(disk, '/a');
  const put = (key: string, text: string) =>
    kv.commit([{ type: 'put', key, value: Buffer.from(text) }], 'durable');
  await put('m/format', '{}');
  for (let at = 0; at < 600; at += 1) await put(`r/${String(at).padStart(4, '0')}`, 'before');
  const pieces: Uint8Array[] = [];
  for await (const piece of backup({ kv, clock, secret })) {
    assert(piece.ok);
    pieces.push(piece.value);
    await put('r/0599', 'after');
    await put('z/new', 'after');
  }
  const target = await openStore(disk, '/b');
  const restored = await restore(cut(Buffer.concat(pieces)), target);
  assert(restored.ok, JSON.stringify(restored));
  assert.equal(restored.value.entries, 601);
  const last = await target.get('r/0599');
  assert(last.ok && last.value);
  assert.equal(Buffer.from(last.value).toString(), 'before');
  assert.ok(!disk.keys('/b').includes('z/new'));
});

test('a backup that lost or changed a byte is refused', async () => {
  const { kv } = await openFilled();
  const bytes = await whole(backup({ kv, clock, secret }));
  const kindOf = async (given: Uint8Array) => {
    const checked = await checkBackup(cut(given));
    return checked.ok ? 'ok' : checked.failure.kind;
  };
  assert.equal(await kindOf(bytes), 'ok');
  for (const length of [0, 10, 27, 30, bytes.length >> 1, bytes.length - 1]) {
    assert.equal(await kindOf(bytes.subarray(0, length)), 'corrupt', `${length} bytes`);
  }
  for (let at = 0; at < bytes.length; at += 97) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 0x20;
    assert.equal(await kindOf(changed), 'corrupt', `byte ${at}`);
  }
  assert.equal(await kindOf(Buffer.concat([bytes, bytes])), 'corrupt');
  assert.equal(await kindOf(Buffer.concat([bytes, Buffer.from([0])])), 'corrupt');
});

test('a restore that broke off is no platform, and says so', async () => {
  const { disk, kv } = await openFilled();
  const bytes = await whole(backup({ kv, clock, secret }));
  const target = await openStore(disk, '/b');
  const half = await restore(cut(bytes.subarray(0, bytes.length - 10)), target);
  assert.equal(half.ok ? 'ok' : half.failure.kind, 'corrupt');
  assert.ok(disk.keys('/b').length > 0);
  const deps = { clock, random: createSeededRandom(1), journal: createFakeJournal(), secret };
  const opened = await createPlatform({ ...deps, kv: target });
  assert.equal(opened.ok ? 'ok' : opened.failure.kind, 'corrupt');
});

test('a store that cannot be read ends a backup with its failure', async () => {
  const disk = createFakeDisk();
  const kv = await openStore(disk, '/a');
  await kv.close();
  const kinds: string[] = [];
  for await (const piece of backup({ kv, clock, secret })) {
    kinds.push(piece.ok ? 'ok' : piece.failure.kind);
  }
  assert.deepEqual(kinds, ['closed']);
});
