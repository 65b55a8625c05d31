// Who is asked whether the wall clock is right.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { test } from 'node:test';
import { createClock } from '../../../src/io/clock.ts';
import { createLibcDoor, type Libc } from '../../../src/io/libc.ts';

test('an open door to libc answers, and is asked once in a while only', () => {
  let asked = 0;
  const opened = {
    clockSynchronised: () => {
      asked++;
      return true;
    },
  } as Libc;
  const clock = createClock({ open: () => assert.fail('opened for the clock'), opened });
  assert.equal(clock.synchronised(), true);
  assert.equal(clock.synchronised(), true);
  assert.equal(asked, 1);
});

test('a door that is shut stays shut, and the mark of timesyncd answers', () => {
  const door = createLibcDoor();
  const marked = existsSync('/run/systemd/timesync/synchronized');
  assert.equal(createClock(door).synchronised(), marked);
  assert.equal(door.opened, undefined);
});

test('where the sandbox forbids the question, the mark of timesyncd answers', () => {
  const opened = { clockSynchronised: () => undefined } as Libc;
  const clock = createClock({ open: () => assert.fail('opened for the clock'), opened });
  assert.equal(clock.synchronised(), existsSync('/run/systemd/timesync/synchronized'));
});

test('the kernel answers through the door', async () => {
  const door = createLibcDoor();
  assert.ok((await door.open()).ok);
  assert.equal(typeof door.opened?.clockSynchronised(), 'boolean');
});
