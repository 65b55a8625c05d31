// The age of a point is never more than what is known for sure.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageMs } from '../../../../src/agent/buffer/age.ts';
import type { Epoch } from '../../../../src/core/epoch.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

const hourMs = 3_600_000;
const y2026 = Date.UTC(2026, 5, 1);

const epoch = (id: number, bootId: string, more: Partial<Epoch> = {}): Epoch => ({
  id,
  bootId,
  wallMs: y2026,
  monoMs: 0,
  trusted: true,
  shiftSeconds: 0,
  ...more,
});

/** A machine that has been up for an hour; its boot is the newest one. */
async function upForAnHour() {
  const clock = createFakeClock({ wallMs: y2026, bootId: 'now' });
  await clock.advance(hourMs);
  return clock;
}

const seconds = (ms: number): number => ms / 1000;

test('a point of this boot is timed by the monotonic clock, dated or not', async () => {
  const clock = await upForAnHour();
  clock.stepWall(1e10);
  const undated = epoch(1, 'now', { wallMs: 60_000, monoMs: 1_000, trusted: false });
  const sensedAtMono = 11_000;
  const second = seconds(60_000 + sensedAtMono - 1_000);
  const age = ageMs(clock, [undated], { epoch: 1, second });
  assert.equal(age, hourMs - sensedAtMono - 1_000);
});

test('a dated point of an earlier boot is timed by its date, shift included', async () => {
  const clock = await upForAnHour();
  const earlier = epoch(1, 'then', { wallMs: 60_000, shiftSeconds: seconds(y2026 - 10 * hourMs) });
  const epochs = [earlier, epoch(2, 'now')];
  assert.equal(ageMs(clock, epochs, { epoch: 1, second: -1 }), 11 * hourMs);
});

test('without a trusted clock an earlier boot is only known to be older than this one', async () => {
  const clock = await upForAnHour();
  const epochs = [epoch(1, 'then'), epoch(2, 'now', { trusted: false })];
  const longAgo = seconds(y2026 - 1e10);
  assert.equal(ageMs(clock, epochs, { epoch: 1, second: longAgo }), hourMs);
});

test('an undated epoch is as old as the next dated one after it', async () => {
  const clock = await upForAnHour();
  const epochs = [
    epoch(1, 'first', { trusted: false, wallMs: 0 }),
    epoch(2, 'second', { trusted: false, wallMs: 0 }),
    epoch(3, 'third', { wallMs: y2026 - 24 * hourMs }),
    epoch(4, 'now'),
  ];
  for (const id of [1, 2]) {
    assert.equal(ageMs(clock, epochs, { epoch: id, second: 5 }), 25 * hourMs);
  }
  assert.equal(ageMs(clock, epochs.toReversed(), { epoch: 1, second: 5 }), 25 * hourMs);
});

test('an epoch that nobody remembers is as old as what came after it', async () => {
  const clock = await upForAnHour();
  assert.equal(ageMs(clock, [epoch(7, 'now')], { epoch: 3, second: 5 }), hourMs);
  assert.equal(ageMs(clock, [], { epoch: 3, second: 5 }), 0);
});
