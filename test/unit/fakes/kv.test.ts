// What the fake disk adds to OrderedKv's contract: power cuts and faults.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { value } from '../../contract/kv.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeDisk } from '../../fakes/kv.ts';

const put = (key: string) => ({ type: 'put', key, value: new Uint8Array(1) }) as const;

test('a power cut takes what was not synced, keeps its oldest if asked, and kills handles', async () => {
  const disk = createFakeDisk();
  const kv = value(await disk.opener.open('/s'));
  value(await kv.commit([put('a')], 'buffered'));
  value(await kv.commit([put('b')], 'durable'));
  for (const key of ['c', 'd', 'e']) value(await kv.commit([put(key)], 'buffered'));
  disk.crash({ keep: 1 });
  const dead = await kv.get('a');
  assert.equal(dead.ok ? 'ok' : dead.failure.kind, 'closed');
  value(await disk.opener.open('/s'));
  assert.deepEqual(disk.keys('/s'), ['a', 'b', 'c']);
});

test('a handle whose commit failed stays latched until the store is opened again', async () => {
  const disk = createFakeDisk();
  const kv = value(await disk.opener.open('/s'));
  disk.failCommits({ kind: 'disk-full' });
  for (const key of ['a', 'b']) {
    const failed = await kv.commit([put(key)], 'durable');
    assert.equal(failed.ok ? 'ok' : failed.failure.kind, 'disk-full');
  }
  await kv.close();
  const again = value(await disk.opener.open('/s'));
  value(await again.commit([put('c')], 'durable'));
  assert.deepEqual(disk.keys('/s'), ['c']);
});

test('a commit may land although it failed', async () => {
  const disk = createFakeDisk();
  const kv = value(await disk.opener.open('/s'));
  disk.failCommits({ landed: true });
  assert.equal((await kv.commit([put('a')], 'durable')).ok, false);
  disk.crash();
  assert.deepEqual(disk.keys('/s'), ['a']);
});

test('with a clock a durable commit takes its time', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk({ clock, commitMs: 20 });
  const kv = value(await disk.opener.open('/s'));
  let landed = false;
  const commit = kv.commit([put('a')], 'durable').then(() => {
    landed = true;
  });
  await clock.advance(19);
  assert.equal(landed, false);
  await clock.advance(1);
  await commit;
  assert.equal(landed, true);
});
test('a power cut may find a commit landed of which nobody was told', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk({ clock, commitMs: 20 });
  const kv = value(await disk.opener.open('/s'));
  void kv.commit([put('a')], 'buffered');
  void kv.commit([put('b')], 'durable');
  await clock.advance(10);
  disk.crash({ landing: true });
  assert.deepEqual(disk.keys('/s'), ['a', 'b']);
});

test('a copy of a disk is what a power cut would leave, and lives on its own', async () => {
  const disk = createFakeDisk();
  const kv = value(await disk.opener.open('/s'));
  value(await kv.commit([put('a')], 'durable'));
  value(await kv.commit([put('b')], 'buffered'));
  const copy = disk.copy();
  value(await kv.commit([put('c')], 'durable'));
  assert.deepEqual(copy.keys('/s'), ['a']);
  assert.deepEqual(disk.keys('/s'), ['a', 'b', 'c']);
});

test('mended faults do not come', async () => {
  const disk = createFakeDisk();
  disk.failCommits();
  disk.failOpens();
  disk.mend();
  const kv = value(await disk.opener.open('/s'));
  value(await kv.commit([put('a')], 'durable'));
});
