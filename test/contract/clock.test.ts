// The same cases on the machine's clock and on the fake one.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Clock } from '../../src/core/ports/clock.ts';
import { createClock } from '../../src/io/clock.ts';
import { createFakeClock } from '../fakes/clock.ts';

interface Subject {
  readonly clock: Clock;
  /** Makes `ms` pass, or waits for them. */
  readonly pass: (ms: number) => Promise<void>;
}

const subjects: Record<string, () => Subject> = {
  fake: () => {
    const clock = createFakeClock();
    return { clock, pass: clock.advance };
  },
  real: () => ({
    clock: createClock(),
    pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
  }),
};

for (const [name, make] of Object.entries(subjects)) {
  describe(`clock (${name})`, () => {
    test('monotonic time never goes back and the wall clock moves with it', async () => {
      const { clock, pass } = make();
      const [mono, wall] = [clock.monoMs(), clock.wallMs()];
      await pass(20);
      const elapsedMs = clock.monoMs() - mono;
      assert.ok(elapsedMs >= 19, `${elapsedMs}`);
      assert.ok(Math.abs(clock.wallMs() - wall - elapsedMs) < 50);
    });

    test('a timer is called once, not before its time and never within after()', async () => {
      const { clock, pass } = make();
      const calls: number[] = [];
      const start = clock.monoMs();
      clock.after(0, () => calls.push(0));
      clock.after(15, () => calls.push(clock.monoMs() - start));
      assert.deepEqual(calls, []);
      while (calls.length < 2) await pass(5);
      await pass(30);
      assert.equal(calls.length, 2);
      assert.ok(calls[1]! >= 15, `${calls[1]}`);
    });

    test('a negative time means at once, and a cancelled timer is never called', async () => {
      const { clock, pass } = make();
      let called = false;
      clock.after(-5, () => {
        called = true;
      });
      clock.after(1, () => assert.fail('cancelled')).cancel();
      while (!called) await pass(1);
      await pass(5);
    });

    test('a timer for longer than 25 days does not fire at once', async () => {
      const { clock, pass } = make();
      const timer = clock.after(2 ** 33, () => assert.fail('too early'));
      await pass(10);
      timer.cancel();
    });

    test('sleep ends at once when its signal aborts, also when it did so before', async () => {
      const { clock } = make();
      const stop = new AbortController();
      const naps = [clock.sleep(60_000, stop.signal)];
      stop.abort();
      naps.push(clock.sleep(60_000, stop.signal));
      await Promise.all(naps);
    });

    test('a boot has a name, and says whether its wall clock is right', () => {
      const { clock } = make();
      assert.match(clock.bootId, /^[\w-]+$/);
      assert.equal(clock.bootId, clock.bootId);
      assert.equal(typeof clock.synchronised(), 'boolean');
    });
  });
}
