// The sampler on a log whose store fails, hangs, and comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSampler } from '../../../src/agent/sampler.ts';
import type { Log } from '../../../src/buffer/log.ts';
import { createTray, type TrayLimits } from '../../../src/buffer/tray.ts';
import { createEvents } from '../../../src/core/events.ts';
import { createFold } from '../../../src/core/fold.ts';
import { limits } from '../../../src/core/limits.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { assertSound, createBench, pendingNames } from '../buffer/bench.ts';

const wallMs = 1_000_000_000;
const second = (monoMs: number): number => Math.floor((wallMs + monoMs) / 1000);
const epoch = { id: 4, bootId: 'b', wallMs, monoMs: 0, trusted: true, shiftSeconds: 100 };

async function createScene({
  windowMs = 1000,
  room = { ...limits } as TrayLimits,
  hanging = false,
  full = false,
} = {}) {
  const clock = createFakeClock({ wallMs });
  const disk = createFakeDisk();
  const log = await createBench(disk).open(full ? { maxBytes: 1, whenFull: 'drop-newest' } : {});
  const events = createEvents();
  const tray = createTray(room);
  let committed = 0;
  const hung: Pick<Log, 'append'> = { append: () => new Promise(() => {}) };
  const sampler = createSampler(
    {
      clock,
      events,
      timebase: { current: () => epoch, secondOf: second },
      fold: createFold({ policy: () => 'last', mark: log.mark }),
      tray,
      log: hanging ? { ...log, ...hung } : log,
      committed: () => {
        committed += 1;
      },
    },
    { windowMs },
  );
  const push = (value: number) => sampler.push([{ channel: 'a', value, monoMs: clock.monoMs() }]);
  const committedTimes = () => committed;
  return { clock, disk, log, events, tray, sampler, push, committedTimes };
}

const name = (monoMs: number): string => `a@${second(monoMs)}`;

test('a second is committed when it is over, under its epoch, and whoever watches hears of it', async () => {
  const { clock, log, events, sampler, push, committedTimes } = await createScene();
  const heard: unknown[] = [];
  events.listen((event, detail) => heard.push([event, detail]));
  sampler.start();
  push(1);
  await clock.advance(999);
  assert.equal(log.ledger().sensed, 0);
  await clock.advance(1);
  assert.deepEqual(await pendingNames(log), [name(0)]);
  assert.equal(log.stats().oldest?.epoch, epoch.id);
  assert.deepEqual(heard, [
    ['committed', { channel: 'a', second: second(0) + epoch.shiftSeconds }],
  ]);
  assert.equal(committedTimes(), 1);
});

test('what a commit failed to take is kept, tried again, and counted once', async () => {
  const { clock, disk, log, sampler, push } = await createScene();
  sampler.start();
  disk.failCommits({ times: 2, landed: true });
  push(1);
  await clock.advance(1000);
  push(2);
  await clock.advance(1000);
  assert.equal(log.ledger().sensed, 0);
  await clock.advance(1000);
  assert.deepEqual(await pendingNames(log), [name(0), name(1000)]);
  assert.equal(log.ledger().sensed, 2);
  await assertSound(log);
});

test('progress is a commit that went well; a try is any that came to an end', async () => {
  const { clock, disk, sampler, push } = await createScene();
  sampler.start();
  disk.failCommits({ times: 3 });
  push(1);
  await clock.advance(3000);
  assert.equal(sampler.progressMonoMs, 0);
  assert.equal(sampler.triedMonoMs, 3000);
  await clock.advance(1000);
  assert.equal(sampler.progressMonoMs, 4000);
  await clock.advance(5000);
  assert.equal(sampler.progressMonoMs, 9000, 'with nothing to commit all is well');
});

test('who waits for a moment hears when it is durable, and not before', async () => {
  const { clock, disk, sampler, push } = await createScene();
  sampler.start();
  const answers: string[] = [];
  const wait = (label: string) =>
    void sampler.durable(clock.monoMs()).then((good) => answers.push(`${label} ${good}`));
  push(1);
  wait('first');
  await clock.advance(1000);
  assert.deepEqual(answers, ['first true']);
  disk.failCommits();
  push(2);
  wait('second');
  await clock.advance(999);
  assert.deepEqual(answers, ['first true']);
  await clock.advance(1);
  assert.deepEqual(answers, ['first true', 'second false']);
});

test('a flush takes the running second too, and says whether it went well', async () => {
  const { disk, log, sampler, push } = await createScene();
  push(1);
  const durable = sampler.durable(0);
  assert.equal(await sampler.flush(), true);
  assert.equal(await durable, true);
  assert.deepEqual(await pendingNames(log), [name(0)]);
  push(2);
  disk.failCommits();
  assert.equal(await sampler.flush(), false);
});

test('a stop commits what is there, also when the first try fails, and leaves no timer', async () => {
  const { clock, disk, log, sampler, push } = await createScene();
  sampler.start();
  push(1);
  disk.failCommits();
  await sampler.stop();
  assert.deepEqual(await pendingNames(log), [name(0)]);
  assert.equal(clock.waiting, 0);
});

test('after the stop nothing is taken, and nobody is left waiting', async () => {
  const { clock, log, sampler, push } = await createScene();
  sampler.start();
  push(1);
  const waiting = sampler.durable(0);
  await sampler.stop();
  assert.equal(await waiting, true);
  await clock.advance(1000);
  push(2);
  assert.equal(await sampler.durable(clock.monoMs()), false);
  assert.equal(await sampler.flush(), true);
  assert.equal(log.ledger().sensed, 1);
});

test('while a commit does not come back, what waits stays within the tray, and is counted', async () => {
  const small = { trayPoints: 10, trayBytes: 1e6 };
  const { clock, sampler, push, tray } = await createScene({ room: small, hanging: true });
  sampler.start();
  for (let i = 0; i < 200; i++) {
    push(i);
    await clock.advance(1000);
  }
  // The first point is with the append that hangs.
  assert.deepEqual([tray.points, tray.evicted], [10, 189]);
  assert.equal(sampler.triedMonoMs, 0);
  assert.equal(sampler.latest('a')?.value, 199);
});

test('readings of one second are folded, and late ones for a committed second are collisions', async () => {
  const { clock, log, sampler, push } = await createScene();
  sampler.start();
  for (let i = 0; i < 3; i++) push(i);
  await sampler.flush();
  push(9);
  await clock.advance(1000);
  assert.equal(sampler.folded.get('a'), 2);
  assert.deepEqual(log.reasons(), { 'thinned collision': 1 });
  assert.equal(log.ledger().sensed, 2);
  assert.deepEqual(sampler.latest('a'), { value: 9, second: second(0) });
});

test('a window of nothing is still no busy loop', async () => {
  const { clock, sampler } = await createScene({ windowMs: 0 });
  sampler.start();
  let turns = 0;
  const { after } = clock;
  clock.after = (ms, fn) => {
    turns += 1;
    return after(ms, fn);
  };
  await clock.advance(1000);
  assert.equal(turns, 1000 / limits.commitMs);
});

test('what a full buffer drops is counted and never called committed', async () => {
  const { clock, log, events, sampler, push } = await createScene({ full: true });
  const heard: unknown[] = [];
  events.listen((event) => heard.push(event));
  sampler.start();
  push(1);
  const durable = sampler.durable(clock.monoMs());
  await clock.advance(2000);
  assert.equal(await durable, false);
  assert.deepEqual(heard, []);
  assert.equal(log.ledger().evicted, 1);
  assert.equal(sampler.progressMonoMs, clock.monoMs(), 'the store is well all the same');
  await sampler.stop();
});
