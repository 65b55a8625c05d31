// Timers of datarules: they are in the store, and survive whatever the process does not (checklist O29).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { now, openTestPlatform } from '../../../support/onep.ts';

const all = { starttime: 0, limit: 1000, sort: 'asc' };
const held = { comparison: 'gt', constant: 10, repeat: true, timeout: 60 };

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const source = await platform.need(device, 'create', 'dataport', { format: 'float' });
  return {
    platform,
    device,
    source,
    clock: platform.clock,
    make: async (rule: object): Promise<string> => {
      const description = { format: 'integer', rule, subscribe: source };
      return String(await platform.need(device, 'create', 'datarule', description));
    },
    write: (value: number) => platform.need(device, 'write', source, value),
    /** What a rule has said: seconds after the start. */
    said: async (rid: string): Promise<readonly (readonly [number, number])[]> => {
      const points = (await platform.need(device, 'read', rid, all)) as [number, number][];
      return points.map(([second, value]) => [second - now, value]);
    },
  };
}

test('a timer goes on over a restart and over a power cut', async () => {
  const { platform, make, write, clock, said } = await openWorld();
  const rid = await make({ duration: held });
  await write(11);
  await clock.advance(30_000);
  await platform.restart();
  await clock.advance(30_000);
  assert.deepEqual(await said(rid), [[60, 1]]);
  await clock.advance(30_000);
  platform.disk.crash();
  await platform.revive();
  await clock.advance(30_000);
  assert.deepEqual(await said(rid), [
    [60, 1],
    [120, 1],
  ]);
});

test('what fell due while the server was down is said once, at its time, and goes on in step', async () => {
  const { platform, make, write, clock, said } = await openWorld();
  const rid = await make({ interval: held });
  await write(11);
  await platform.close();
  await clock.advance(200_000);
  await platform.revive();
  await clock.advance(0);
  assert.deepEqual(await said(rid), [
    [0, 1],
    [60, 1],
  ]);
  await clock.advance(40_000);
  assert.deepEqual(await said(rid), [
    [0, 1],
    [60, 1],
    [240, 1],
  ]);
});

test('a power cut before a timer is durable takes it together with the write that set it', async () => {
  const { platform, make, write, clock, said } = await openWorld();
  const rid = await make({ interval: held });
  platform.disk.failCommits();
  await assert.rejects(write(11));
  platform.disk.crash();
  await platform.revive();
  await clock.advance(600_000);
  assert.deepEqual(await said(rid), []);
});

test('after the store has failed and come back the timers ring again', async () => {
  const { platform, make, write, clock, said } = await openWorld();
  const rid = await make({ interval: held });
  await write(11);
  platform.disk.failCommits();
  await clock.advance(120_000);
  platform.disk.crash();
  await platform.revive();
  await clock.advance(60_000);
  assert.deepEqual(await said(rid), [
    [0, 1],
    [60, 1],
    [180, 1],
  ]);
});

test('a step of the wall clock is noticed within a minute', async () => {
  const { make, write, clock, said } = await openWorld();
  const rid = await make({ interval: { ...held, timeout: 3600 } });
  await write(11);
  clock.stepWall(3_600_000);
  await clock.advance(60_000);
  assert.deepEqual(await said(rid), [
    [0, 1],
    [3600, 1],
  ]);
});

test('after the wall clock was set back a rule goes on in the time that is', async () => {
  const { make, write, clock, said } = await openWorld();
  const rid = await make({ interval: held });
  await write(11);
  clock.stepWall(-3_600_000);
  await write(12);
  await clock.advance(60_000);
  assert.deepEqual(await said(rid), [
    [-3600, 1],
    [-3540, 1],
  ]);
});

test('timers of many rules ring all in their time', async () => {
  const { platform, make, clock, said } = await openWorld();
  const rids: string[] = [];
  for (let at = 0; at < 150; at += 1) {
    rids.push(await make({ timeout: { repeat: false, timeout: 10 + (at % 3) } }));
  }
  await clock.advance(12_000);
  for (const [at, rid] of rids.entries()) assert.deepEqual(await said(rid), [[10 + (at % 3), 1]]);
  assert.equal(platform.clock.waiting, 1);
});

test('a platform without timers, and one that is closed, waits for nothing', async () => {
  const { platform, make, write, clock } = await openWorld();
  assert.equal(clock.waiting, 0);
  const rid = await make({ interval: held });
  await write(11);
  assert.equal(clock.waiting, 1);
  await write(9);
  await clock.advance(60_000);
  assert.equal(clock.waiting, 0);
  await write(11);
  await platform.need(platform.root, 'drop', rid);
  await clock.advance(60_000);
  assert.equal(clock.waiting, 0);
  await make({ interval: held });
  await write(12);
  await platform.close();
  assert.equal(clock.waiting, 0);
});

test('a period shorter than a second is one of a second', async () => {
  const { make, write, clock, said } = await openWorld();
  const rid = await make({ interval: { ...held, timeout: 0.001 } });
  await write(11);
  await clock.advance(3000);
  assert.deepEqual(await said(rid), [
    [0, 1],
    [1, 1],
    [2, 1],
    [3, 1],
  ]);
});

test('a period of longer than a thousand years does not come before its time', async () => {
  const { make, write, clock, said } = await openWorld();
  const rid = await make({ interval: { ...held, timeout: 1e300 } });
  await write(11);
  await clock.advance(3_600_000);
  assert.deepEqual(await said(rid), [[0, 1]]);
});
