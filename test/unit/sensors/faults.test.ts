// Why frames were bad: what the journal says, and how often.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFaults } from '../../../src/sensors/faults.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeJournal } from '../../fakes/journal.ts';

function start() {
  const clock = createFakeClock();
  const journal = createFakeJournal();
  const faults = createFaults({ clock, journal }, 'soil');
  const told = () => journal.of('frame bad').map(({ fields }) => [fields.reason, fields.frames]);
  return { clock, faults, told };
}

test('a reason is told at once, and then once a minute with the frames of that minute', async () => {
  const { clock, faults, told } = start();
  for (let second = 0; second <= 150; second++) {
    faults.note('noise');
    await clock.advance(1_000);
  }
  assert.deepEqual(told(), [
    ['noise', 1],
    ['noise', 60],
    ['noise', 60],
  ]);
  faults.tell();
  faults.tell();
  assert.deepEqual(told().slice(3), [['noise', 30]]);
});

test('a new reason does not wait for the minute of another', () => {
  const { faults, told } = start();
  faults.note('noise');
  faults.note('cut');
  assert.deepEqual(told(), [
    ['noise', 1],
    ['cut', 1],
  ]);
  assert.equal(faults.last()?.reason, 'cut');
});

test('reasons without number share lines, and every frame is in one of them', () => {
  const { faults, told } = start();
  for (let n = 0; n < 1_000; n++) faults.note(`channel ${n}`);
  faults.tell();
  const lines = told();
  assert.ok(lines.length < 20, `${lines.length} lines`);
  assert.equal(
    lines.reduce((sum, [, frames]) => sum + Number(frames), 0),
    1_000,
  );
  assert.equal(faults.last()?.reason, 'channel 999');
});
