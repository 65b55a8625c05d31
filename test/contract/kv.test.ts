// OrderedKv's contract on the fake disk and on LevelDB, and what only a real store can show: it never
// opens empty.

import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createLevelOpener } from '../../src/io/level/level.ts';
import { createFakeDisk } from '../fakes/kv.ts';
import { orderedKvContract, value } from './kv.ts';

const root = mkdtempSync(join(tmpdir(), 'holdfast-level-'));
after(() => rmSync(root, { recursive: true }));
let dirs = 0;
const newDir = () => join(root, `store-${dirs++}`);
const opener = createLevelOpener();

orderedKvContract('fake disk', { opener: createFakeDisk().opener, newDir });
orderedKvContract('LevelDB', { opener, newDir });

const put = (key: string) => ({ type: 'put', key, value: Uint8Array.of(1) }) as const;

async function filled(): Promise<string> {
  const dir = newDir();
  const kv = value(await opener.open(dir));
  for (let i = 0; i < 100; i += 1) value(await kv.commit([put(`key-${i}`)], 'durable'));
  value(await kv.compact({ gte: '', lt: '~' }));
  await kv.close();
  return dir;
}

const countIn = async (dir: string): Promise<number> => {
  const kv = value(await opener.open(dir));
  const entries = value(await kv.range({ gte: '', lt: '~' }, { limit: 1000 }));
  await kv.close();
  return entries.length;
};

test('a store that lost its CURRENT file is repaired and not opened empty', async () => {
  const dir = await filled();
  rmSync(join(dir, 'CURRENT'));
  assert.equal(await countIn(dir), 100);
});

test('a store whose CURRENT file is damaged is repaired', async () => {
  const dir = await filled();
  writeFileSync(join(dir, 'CURRENT'), new Uint8Array(16));
  assert.equal(await countIn(dir), 100);
});

test('a store that lost all of its files but the mark does not open as an empty one', async () => {
  const dir = newDir();
  const kept = await filled();
  cpSync(join(kept, 'HOLDFAST'), join(dir, 'HOLDFAST'));
  const opened = await opener.open(dir);
  assert.ok(!opened.ok, 'it must not pass for an empty store');
  assert.equal(opened.failure.kind, 'corrupt');
});

test('a store that another handle has open is in use', async () => {
  const dir = await filled();
  const kv = value(await opener.open(dir));
  const second = await opener.open(dir);
  assert.equal(second.ok ? 'ok' : second.failure.kind, 'in-use');
  await kv.close();
  assert.equal(await countIn(dir), 100);
});
