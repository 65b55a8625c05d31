// Durability: nobody is answered before the disk has it, and what the disk lost nobody remembers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { ask, bodyText, openTestPlatform, request } from '../../support/onep.ts';

const points = { starttime: 0, limit: 1000, sort: 'asc' };

async function openWorld(disk = createFakeDisk()) {
  const platform = await openTestPlatform(disk);
  const device = await platform.client(platform.root);
  const rid = String(await platform.need(device, 'create', 'dataport', { format: 'integer' }));
  const send = async (...calls: (readonly unknown[])[]) =>
    bodyText(await ask(platform.handle, request(device, calls)));
  const record = (second: number) => send(['record', rid, [[second, second]], {}]);
  const stored = async () =>
    ((await platform.need(device, 'read', rid, points)) as [number, number][]).map(([at]) => at);
  return { platform, device, rid, disk, send, record, stored };
}

test('what was answered is there after a power cut', async () => {
  const { platform, disk, record, stored } = await openWorld();
  for (let second = 1; second <= 20; second += 1) assert.match(await record(second), /"ok"/);
  disk.crash();
  await platform.revive();
  assert.deepEqual(
    await stored(),
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
});

test('requests that come while a commit is on its way share the next one, and see its writes', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk({ clock, commitMs: 100 });
  const opened = openWorld(disk);
  await clock.advance(10_000);
  const { send, rid } = await opened;
  const answered: string[] = [];
  const texts = [1, 2, 3, 4, 5].map(async (second) => {
    const calls = [
      ['record', rid, [[second, second]], {}],
      ['info', rid, { storage: true }],
    ];
    answered.push(await send(...calls));
  });
  await clock.advance(99);
  assert.deepEqual(answered, []);
  await clock.advance(1);
  assert.equal(answered.length, 1);
  await clock.advance(100);
  await Promise.all(texts);
  const counts = answered.map((text) => JSON.parse(text)[1].result.storage.count);
  assert.deepEqual(counts, [1, 2, 3, 4, 5]);
});

test('a read waits for the commit of what it has seen', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk({ clock, commitMs: 100 });
  const opened = openWorld(disk);
  await clock.advance(10_000);
  const { send, rid, record } = await opened;
  const written = record(7);
  let read: string | undefined;
  const reading = send(['read', rid, points]).then((text) => {
    read = text;
  });
  await clock.advance(99);
  assert.equal(read, undefined);
  await clock.advance(1);
  await Promise.all([written, reading]);
  assert.match(read ?? '', /\[\[7,7\]\]/);
});

test('a failed commit answers 500 to all that wrote or saw it, and is forgotten', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk({ clock, commitMs: 100 });
  const opened = openWorld(disk);
  await clock.advance(10_000);
  const { platform, send, rid, record } = await opened;
  disk.failCommits();
  const doomed = [record(1), send(['read', rid, points]), record(2)];
  await clock.advance(1000);
  for (const text of await Promise.all(doomed)) {
    assert.match(text, /^{"error":{"code":500,/);
  }
  const health = ask(platform.handle, '', { path: '/healthz', method: 'GET' });
  await clock.advance(1000);
  assert.equal((await health).status, 503);
  assert.equal(platform.journal.of('platform commit failed').length, 1);
  assert.match(await send(['read', rid, points]), /"result":\[\]/);
  disk.crash();
  await platform.revive();
  const later = record(3);
  await clock.advance(1000);
  assert.match(await later, /"ok"/);
  assert.match(await send(['read', rid, points]), /\[\[3,3\]\]/);
  const healed = await ask(platform.handle, '', { path: '/healthz', method: 'GET' });
  assert.equal(healed.status, 200);
});

test('when more requests wait than allowed, the next is told to come back', async () => {
  const { send, platform, device } = await openWorld();
  const many = Array.from({ length: 1024 }, () => send(['lookup', 'aliased', '']));
  const turned = await ask(platform.handle, request(device, [['lookup', 'aliased', '']]));
  assert.equal(turned.status, 503);
  assert.equal(turned.headers?.['retry-after'], '1');
  for (const text of await Promise.all(many)) assert.match(text, /"ok"/);
});

test('a closed platform answers 500 and leaves nothing under way', async () => {
  const { platform, record } = await openWorld();
  const last = record(1);
  await platform.close();
  assert.match(await last, /"ok"/);
  assert.match(await record(2), /"code":500/);
});
