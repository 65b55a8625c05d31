// Scripts over their lives: they run when they are made, end with their rule, and come back after a restart (O14, O30).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../../src/core/limits.ts';
import { spin } from '../../../fakes/script-worker.ts';
import { now } from '../../../support/onep.ts';
import { copier, openScene } from './scene.ts';

const hello = async (ask: (name: string, text: string) => Promise<unknown>) => {
  await ask('debug', 'line 1: hello');
};
const scripts = {
  copy: copier,
  hello,
  fail: async () => {
    throw new Error('[string "fail"]:1: no water');
  },
  spin,
  sleep: async (ask: (name: string, second: number) => Promise<unknown>) => {
    await ask('sleep', now + 100);
  },
};

test('O30 a script runs when it is made; what it says are the points of its rule', async (t) => {
  const { make, clock, values, basic } = await openScene(t, scripts);
  const rid = await make('hello');
  await clock.advance(0);
  assert.deepEqual(await values(rid), ['line 1: hello']);
  const { status, activity } = await basic(rid);
  assert.equal(status, 'completed');
  assert.deepEqual(activity, [[now, ['completed', 'running']]]);
});

test('O30 an error of a script is its status, its last word, and counted', async (t) => {
  const { make, clock, values, basic, errors } = await openScene(t, scripts);
  const rid = await make('fail');
  await clock.advance(0);
  assert.equal((await basic(rid)).status, 'error');
  assert.deepEqual(await values(rid), ['[string "fail"]:1: no water']);
  const { count, detail } = await errors(rid);
  assert.deepEqual({ count, detail }, { count: 1, detail: '[string "fail"]:1: no water' });
});

test('O30 a script that never waits is ended, and says so', async (t) => {
  const { make, clock, basic, errors } = await openScene(t, scripts);
  const rid = await make('spin');
  await clock.advance(limits.scriptRunMs - 1);
  assert.equal((await basic(rid)).status, 'running');
  await clock.advance(1);
  assert.equal((await basic(rid)).status, 'error');
  assert.match((await errors(rid)).detail ?? '', /ran for more than 1000 ms/);
});

test('O30 a script that waits wakes with each value, at once', async (t) => {
  const { make, clock, write, values, basic, x, y } = await openScene(t, scripts);
  const rid = await make('copy');
  await clock.advance(1000);
  assert.equal((await basic(rid)).status, 'waiting');
  await write(x, 1);
  await clock.advance(1000);
  await write(x, 2);
  await clock.advance(0);
  assert.deepEqual(await values(y), [10, 20]);
});

test('O30 a script sleeps until its moment, and no longer', async (t) => {
  const { make, clock, basic } = await openScene(t, scripts);
  const rid = await make('sleep');
  await clock.advance(99_999);
  assert.equal((await basic(rid)).status, 'waiting');
  await clock.advance(1);
  const { status, activity } = await basic(rid);
  assert.equal(status, 'completed');
  assert.deepEqual(activity, [
    [now, ['waiting', 'running']],
    [now + 100, ['completed']],
  ]);
});

test('O30 another source begins anew, the same one goes on, and another rule ends it', async (t) => {
  const { platform, device, make, clock, worker, basic } = await openScene(t, scripts);
  const rid = await make('copy', 'integer');
  await clock.advance(0);
  await platform.need(device, 'update', rid, { rule: { script: 'copy' }, name: 'other' });
  await clock.advance(0);
  assert.deepEqual(worker.started, ['copy']);
  await platform.need(device, 'update', rid, { rule: { script: 'sleep' } });
  await clock.advance(0);
  assert.deepEqual(worker.started, ['copy', 'sleep']);
  assert.equal(worker.alive, 1);
  const timeout = { timeout: 5, repeat: false };
  await platform.need(device, 'update', rid, { rule: { timeout } });
  await clock.advance(0);
  assert.equal(worker.alive, 0);
  assert.equal('status' in (await basic(rid)), false);
});

test('O14 drop ends a script, also that of a client with all below it', async (t) => {
  const { platform, device, make, clock, worker, write, values, x, y } = await openScene(
    t,
    scripts,
  );
  const rid = await make('copy');
  await clock.advance(0);
  await platform.need(device, 'drop', rid);
  await write(x, 1);
  await clock.advance(0);
  assert.equal(worker.alive, 0);
  assert.deepEqual(await values(y), []);
  const below = await platform.client(device);
  const rule = { format: 'string', rule: { script: 'sleep' } };
  await platform.need(below, 'create', 'datarule', rule);
  await clock.advance(0);
  assert.equal(worker.alive, 1);
  await platform.need(device, 'drop', below.rid);
  await clock.advance(0);
  assert.equal(worker.alive, 0);
});

test('O11 the clone of a client runs its scripts, on what is its own', async (t) => {
  const { platform, device, make, clock, worker, x, y, values } = await openScene(t, scripts);
  await make('copy');
  await clock.advance(0);
  const copy = await platform.need(platform.root, 'create', 'clone', { rid: device.rid });
  await clock.advance(0);
  assert.equal(worker.alive, 2);
  const { key } = (await platform.need(platform.root, 'info', copy, { key: true })) as {
    key: string;
  };
  await platform.need({ cik: key }, 'write', { alias: 'x' }, 4);
  await clock.advance(0);
  const copied = await platform.need({ cik: key }, 'read', { alias: 'y' });
  assert.deepEqual(copied, [[now, 40]]);
  assert.deepEqual([await values(x), await values(y)], [[], []]);
});

test('O30 a script that is moved to another client goes on there', async (t) => {
  const { platform, make, clock, worker, write, values, x, y } = await openScene(t, scripts);
  const rid = await make('copy');
  await clock.advance(0);
  const other = await platform.client(platform.root);
  await platform.need(platform.root, 'move', rid, other.rid);
  await write(x, 1);
  await clock.advance(0);
  assert.equal(worker.alive, 1);
  // What it knew by its RID is not in reach of its new owner.
  assert.deepEqual(await values(y), []);
});

test('O30 after a restart those that had not ended begin anew, and no others', async (t) => {
  const { platform, make, clock, worker, write, values, x, y, disk } = await openScene(t, scripts);
  for (const script of ['hello', 'copy', 'fail']) await make(script);
  await clock.advance(0);
  await platform.restart();
  await clock.advance(0);
  assert.deepEqual(worker.started, ['hello', 'copy', 'fail', 'copy']);
  disk.crash();
  await platform.revive();
  await clock.advance(0);
  assert.equal(worker.started.length, 5);
  await write(x, 3);
  await clock.advance(0);
  assert.deepEqual(await values(y), [30]);
});

test('O30 a script that a power cut took before it was durable never ran', async (t) => {
  const { platform, make, clock, worker, disk } = await openScene(t, scripts);
  disk.failCommits();
  await assert.rejects(make('hello'));
  disk.crash();
  await platform.revive();
  await clock.advance(0);
  assert.deepEqual(worker.started, []);
});

test('O30 while the store fails a script stands still, and then goes on where it was', async (t) => {
  const { platform, make, clock, write, values, x, y, disk, worker } = await openScene(t, scripts);
  await make('copy');
  await clock.advance(0);
  await write(x, 1);
  disk.failCommits();
  await clock.advance(5_000);
  assert.equal(worker.alive, 1);
  disk.crash();
  await platform.revive();
  await clock.advance(0);
  await write(x, 2);
  await clock.advance(2_000);
  assert.equal((await values(y)).at(-1), 20);
});

test('O8 the scripts of a locked client stand still until it is unlocked', async (t) => {
  const { platform, device, make, clock, write, values, x, y } = await openScene(t, scripts);
  await make('copy');
  await clock.advance(0);
  await write(x, 1);
  await platform.need(platform.root, 'update', device.rid, { locked: true });
  await clock.advance(120_000);
  await platform.need(platform.root, 'update', device.rid, { locked: false });
  assert.deepEqual(await values(y), []);
  await clock.advance(limits.scriptLockedMs);
  assert.deepEqual(await values(y), [10]);
});

test('O30 scripts beyond the places wait for one, in their order', async (t) => {
  const { platform, device, make, clock, worker, basic } = await openScene(t, scripts, {
    scriptsAtOnce: 1,
  });
  const first = await make('copy');
  const second = await make('sleep');
  const third = await make('hello');
  await clock.advance(0);
  assert.deepEqual(worker.started, ['copy']);
  assert.equal((await basic(second)).status, 'waiting');
  await platform.need(device, 'drop', second);
  await platform.need(device, 'drop', first);
  await clock.advance(0);
  assert.deepEqual(worker.started, ['copy', 'hello']);
  assert.equal((await basic(third)).status, 'completed');
});

test('O30 only so many compute at once: the others take their turn', async (t) => {
  const { make, clock, basic } = await openScene(t, scripts);
  const rids: string[] = [];
  for (let at = 0; at < 2 * limits.scriptsRunning; at += 1) rids.push(await make('spin'));
  const last = await make('hello');
  await clock.advance(limits.scriptRunMs);
  const statuses = await Promise.all(rids.map(async (rid) => (await basic(rid)).status));
  assert.equal(statuses.filter((status) => status === 'error').length, limits.scriptsRunning);
  await clock.advance(limits.scriptRunMs);
  assert.equal((await basic(last)).status, 'completed');
});

test('O30 a closed platform leaves no script behind, and waits for nothing', async (t) => {
  const { platform, make, clock, worker } = await openScene(t, scripts);
  for (const script of ['copy', 'sleep', 'spin', 'spin', 'spin']) await make(script);
  await clock.advance(0);
  await platform.close();
  assert.equal(worker.alive, 0);
  assert.equal(clock.waiting, 0);
});
