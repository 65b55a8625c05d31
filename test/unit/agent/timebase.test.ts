// The timebase on a clock that lies, steps, and is put right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTimebase, type Timebase } from '../../../src/agent/timebase.ts';
import { type Epoch, epochWallMs } from '../../../src/core/epoch.ts';
import { failure } from '../../../src/core/failure.ts';
import { done, err } from '../../../src/core/result.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';

const y1970 = 60_000;
const y2026 = Date.UTC(2026, 5, 1);

/** A device whose epochs outlive its restarts. */
function createDevice(clock: FakeClock) {
  const stored = new Map<number, Epoch>();
  const flushed: number[] = [];
  const disk = { failing: false, storeMs: 0 };
  return {
    stored,
    flushed,
    disk,
    async start(lastSecond?: number): Promise<Timebase> {
      const made = await createTimebase({
        clock,
        epochs: [...stored.values()],
        lastSecond,
        store: async (epoch) => {
          if (disk.storeMs > 0) await clock.sleep(disk.storeMs);
          if (disk.failing) return err(failure('store', 'a fault that the test asked for'));
          stored.set(epoch.id, epoch);
          return done;
        },
        flush: async () => {
          flushed.push(clock.monoMs());
        },
      });
      assert.ok(made.ok);
      return made.value;
    },
  };
}

const dated = (timebase: Timebase, monoMs: number): number | undefined => {
  const epoch = timebase.dateOf(timebase.current().id);
  return epoch && timebase.secondOf(monoMs) + epoch.shiftSeconds;
};

test('points wait until somebody vouches for the clock', async () => {
  const timebase = await createDevice(createFakeClock({ wallMs: y1970 })).start();
  assert.equal(timebase.dateOf(timebase.current().id), undefined);
  assert.equal(timebase.trustedBy, 'none');
});

test('the platform dates a whole epoch by whole seconds, also what was sensed before', async () => {
  const clock = createFakeClock({ wallMs: y1970 });
  const timebase = await createDevice(clock).start();
  const early = timebase.secondOf(clock.monoMs());
  await clock.advance(90_000);
  await timebase.witness(y2026 + 90_000, 600);
  assert.equal(timebase.trustedBy, 'platform');
  assert.equal(dated(timebase, 0), y2026 / 1000);
  assert.equal(timebase.secondOf(0), early, 'the stored second has not changed');
});

test('a clock that is right but unproved is not shifted by the slack of a round trip', async () => {
  const clock = createFakeClock({ wallMs: y2026 });
  const timebase = await createDevice(clock).start();
  await timebase.witness(y2026 + 700, 600);
  assert.equal(timebase.current().shiftSeconds, 0);
  assert.equal(dated(timebase, 0), y2026 / 1000);
});

test('trust lasts: a second witness changes nothing', async () => {
  const timebase = await createDevice(createFakeClock({ wallMs: y1970 })).start();
  await timebase.witness(y2026, 600);
  await timebase.witness(y2026 + 3_600_000, 600);
  assert.equal(dated(timebase, 0), y2026 / 1000);
});

test('a step of an untrusted wall clock moves no point', async () => {
  const clock = createFakeClock({ wallMs: y2026 });
  const timebase = await createDevice(clock).start();
  const before = timebase.secondOf(clock.monoMs());
  clock.stepWall(-3_600_000);
  await timebase.tend();
  assert.equal(timebase.secondOf(clock.monoMs()), before);
});

test('when the system synchronises, the epoch is dated by its clock', async () => {
  const clock = createFakeClock({ wallMs: y1970 });
  const timebase = await createDevice(clock).start();
  clock.stepWall(y2026 - y1970);
  clock.setSynchronised(true);
  await timebase.tend();
  assert.equal(timebase.trustedBy, 'system');
  assert.equal(dated(timebase, 0), y2026 / 1000);
});

test('a synchronised clock that steps begins a new epoch, after a flush of the old one', async () => {
  const clock = createFakeClock({ wallMs: y2026 });
  clock.setSynchronised(true);
  const device = createDevice(clock);
  const timebase = await device.start();
  const first = timebase.current().id;
  await clock.advance(10_000);
  clock.stepWall(5000);
  await timebase.tend();
  assert.deepEqual(device.flushed, [10_000]);
  assert.equal(timebase.current().id, first + 1);
  assert.equal(dated(timebase, 10_000), y2026 / 1000 + 15);
});

test('a restart within a boot goes on with its epoch', async () => {
  const clock = createFakeClock({ wallMs: y1970 });
  const device = createDevice(clock);
  await (await device.start()).witness(y2026, 600);
  await clock.advance(5000);
  const again = await device.start(65);
  assert.equal(again.trustedBy, 'platform');
  assert.equal(dated(again, 5000), y2026 / 1000 + 5);
});

test('a boot with an old clock begins above every second that was given', async () => {
  const clock = createFakeClock({ wallMs: y2026 });
  const device = createDevice(clock);
  await device.start();
  clock.reboot();
  clock.stepWall(y1970 - clock.wallMs());
  const lastSecond = y2026 / 1000 + 500;
  const timebase = await device.start(lastSecond);
  assert.equal(timebase.secondOf(clock.monoMs()), lastSecond + 1);
  assert.equal(timebase.trustedBy, 'none');
});

test('what the platform said of the time outlives a store that fails meanwhile', async () => {
  const clock = createFakeClock({ wallMs: y1970 });
  const device = createDevice(clock);
  const timebase = await device.start();
  device.disk.failing = true;
  assert.equal((await timebase.witness(y2026, 600)).ok, false);
  assert.equal(timebase.trustedBy, 'none');
  device.disk.failing = false;
  await clock.advance(10_000);
  await timebase.tend();
  assert.equal(timebase.trustedBy, 'platform');
  assert.equal(dated(timebase, 10_000), y2026 / 1000 + 10);
});

test('two who vouch while the first is being stored date the epoch once', async () => {
  const clock = createFakeClock({ wallMs: y1970 });
  const device = createDevice(clock);
  const timebase = await device.start();
  device.disk.storeMs = 100;
  const both = Promise.all([timebase.witness(y2026, 600), timebase.witness(y2026 + 9000, 600)]);
  await clock.advance(100);
  const first = timebase.dateOf(1);
  assert.ok(first);
  await clock.advance(1000);
  await both;
  assert.equal(timebase.dateOf(1), first);
});

test('a boot with a clock ahead does not make the boots after it look like the past', async () => {
  const aheadMs = 36_000_000;
  const clock = createFakeClock({ wallMs: y2026 + aheadMs });
  const device = createDevice(clock);
  const ahead = await device.start();
  await ahead.witness(y2026, 600);
  const lastSecond = ahead.secondOf(60_000);
  clock.reboot();
  clock.stepWall(90_000 - aheadMs);
  clock.setSynchronised(true);
  const right = await device.start(lastSecond);
  assert.ok(right.secondOf(0) > lastSecond, 'its seconds lie above those that were given');
  assert.equal(epochWallMs(right.current(), 0), clock.wallMs(), 'and mean the time that it is');
});
