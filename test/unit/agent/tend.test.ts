// The tend loop: the clock, the watchdog, the line for `systemctl status`, and its end.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { createTend } from '../../../src/agent/tend.ts';
import type { Timebase, TrustSource } from '../../../src/agent/timebase.ts';
import { done } from '../../../src/core/result.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeNotifier } from '../../fakes/notifier.ts';
import { exampleStatus } from '../endpoint/status-example.ts';

function createScene(watchdogMs?: number) {
  const clock = createFakeClock();
  const notifier = createFakeNotifier(watchdogMs === undefined ? {} : { watchdogMs });
  const scene = {
    clock,
    notifier,
    status: exampleStatus as AgentStatus,
    trustedBy: 'none' as TrustSource,
    look: (): ReturnType<Timebase['tend']> => Promise.resolve(done),
    alive: true,
    looks: 0,
    cares: 0,
    dated: 0,
    noted: [] as number[],
  };
  const timebase = {
    get trustedBy() {
      return scene.trustedBy;
    },
    tend() {
      scene.looks += 1;
      return scene.look();
    },
  } as Partial<Timebase> as Timebase;
  const tend = createTend({
    clock,
    notifier,
    timebase,
    pace: { note: (total) => scene.noted.push(total), perSecond: () => undefined },
    care: {
      look: () => {
        scene.cares += 1;
      },
    },
    status: () => scene.status,
    alive: () => scene.alive,
    dated: () => {
      scene.dated += 1;
    },
  });
  return Object.assign(scene, { tend });
}

const count = (said: readonly string[], word: string) =>
  said.filter((each) => each === word).length;

test('once a second it looks at the clock, at the buffer and at the pace', async () => {
  const scene = createScene();
  scene.tend.start();
  await scene.clock.advance(3000);
  assert.deepEqual([scene.looks, scene.cares], [3, 3]);
  assert.deepEqual(scene.noted, [100, 100, 100]);
  assert.equal(count(scene.notifier.said, 'WATCHDOG=1'), 3);
});

test('a watchdog that is in a hurry is petted at its own pace', async () => {
  const { clock, notifier, tend } = createScene(250);
  tend.start();
  await clock.advance(1000);
  assert.equal(count(notifier.said, 'WATCHDOG=1'), 4);
});

test('the watchdog is petted only while the store answers', async () => {
  const scene = createScene();
  scene.alive = false;
  scene.tend.start();
  await scene.clock.advance(3000);
  assert.equal(count(scene.notifier.said, 'WATCHDOG=1'), 0);
});

test('what waited for the clock is told once, when its word changes', async () => {
  const scene = createScene();
  scene.tend.start();
  await scene.clock.advance(2000);
  assert.equal(scene.dated, 0);
  scene.look = async () => {
    scene.trustedBy = 'system';
    return done;
  };
  await scene.clock.advance(2000);
  assert.equal(scene.dated, 1);
});

test('the line for people is said when it changes, trouble of the buffer first', async () => {
  const scene = createScene();
  scene.tend.start();
  await scene.clock.advance(2000);
  scene.status = { ...exampleStatus, buffer: { ...exampleStatus.buffer, state: 'ok' } };
  await scene.clock.advance(2000);
  const lines = scene.notifier.said.filter((word) => word.startsWith('STATUS='));
  assert.deepEqual(lines, [
    'STATUS=buffer floor, uplink offline, 14 points pending of 100 sensed',
    'STATUS=uplink offline, 14 points pending of 100 sensed',
  ]);
});

test('a stop leaves no timer, also in the middle of a look', async () => {
  const scene = createScene();
  const { promise, resolve } = Promise.withResolvers<typeof done>();
  scene.look = () => promise;
  scene.tend.start();
  await scene.clock.advance(1000);
  scene.tend.stop();
  resolve(done);
  await scene.clock.advance(5000);
  assert.equal(scene.looks, 1);
  assert.equal(scene.clock.waiting, 0);
});
