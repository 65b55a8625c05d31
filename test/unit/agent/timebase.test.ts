// The timebase on a clock that lies, steps, and is put right.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createTimebase, type Timebase } from '../../../src/agent/timebase.ts';
import type { Epoch } from '../../../src/core/epoch.ts';
import { done } from '../../../src/core/result.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';

const y1970 = 60_000;
const y2026 = Date.UTC(2026, 5, 1);

/** A device whose epochs outlive its restarts. */
function createDevice(clock: FakeClock) {
  const stored = new Map<number, Epoch>();
  const flushed: number[] = [];
  return {
    stored,
    flushed,
    async start(lastSecond?: number): Promise<Timebase> {
      const made = await createTimebase({
        clock,
        epochs: [...stored.values()],
        lastSecond,
        store: async (epoch) => {
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
