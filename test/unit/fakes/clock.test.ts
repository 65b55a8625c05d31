// The fake clock carries the simulation: its order of events is tested like the product.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeClock } from '../../fakes/clock.ts';

test('due timers run in the order of their time, then of their making, at their own moment', async () => {
  const clock = createFakeClock();
  const ran: [string, number][] = [];
  for (const [name, ms] of [
    ['c', 30],
    ['a', 10],
    ['b', 10],
  ] as const)
    clock.after(ms, () => ran.push([name, clock.monoMs()]));
  await clock.advance(29);
  assert.deepEqual(ran, [
    ['a', 10],
    ['b', 10],
  ]);
  await clock.advance(1);
  assert.deepEqual(ran.at(-1), ['c', 30]);
});

test('promises settle between timers, so that a loop of sleeps keeps its pace', async () => {
  const clock = createFakeClock();
  const ticks: number[] = [];
  const loop = (async () => {
    for (let i = 0; i < 3; i++) {
      await clock.sleep(100);
      ticks.push(clock.monoMs());
    }
  })();
  await clock.advance(1000);
  await loop;
  assert.deepEqual(ticks, [100, 200, 300]);
  assert.equal(clock.monoMs(), 1000);
});

test('a step of the wall clock moves no timer', async () => {
  const clock = createFakeClock({ wallMs: 1000 });
  let ran = false;
  clock.after(50, () => {
    ran = true;
  });
  clock.stepWall(-1000);
  assert.equal(clock.wallMs(), 0);
  await clock.advance(49);
  assert.equal(ran, false);
  await clock.advance(1);
  assert.equal(ran, true);
});

test('a cancelled timer does not run and an aborted sleep ends at once', async () => {
  const clock = createFakeClock();
  const stop = new AbortController();
  clock.after(5, () => assert.fail('cancelled')).cancel();
  const nap = clock.sleep(1000, stop.signal);
  stop.abort();
  await nap;
  await clock.sleep(1000, stop.signal);
  assert.equal(clock.monoMs(), 0);
  assert.equal(clock.waiting, 0);
});

test('runUntil stops at the timer that made it true, and rejects when nothing does', async () => {
  const clock = createFakeClock();
  let n = 0;
  const tick = () => {
    n++;
    clock.after(10, tick);
  };
  tick();
  await clock.runUntil(() => n === 4);
  assert.equal(clock.monoMs(), 30);
  await assert.rejects(
    clock.runUntil(() => n === 0, { maxMs: 100 }),
    /not reached within 100 ms/,
  );
});

test('a reboot forgets the timers, starts monotonic time anew and keeps the wall clock', async () => {
  const clock = createFakeClock({ wallMs: 5000 });
  clock.after(100, () => assert.fail('of the boot before'));
  await clock.advance(50);
  const before = clock.bootId;
  clock.reboot();
  assert.notEqual(clock.bootId, before);
  assert.equal(clock.monoMs(), 0);
  assert.equal(clock.wallMs(), 5050);
  await clock.advance(1000);
});

test('a reboot in the middle of an advance ends it', async () => {
  const clock = createFakeClock();
  clock.after(10, () => clock.reboot());
  await clock.advance(100);
  assert.equal(clock.monoMs(), 0);
});
