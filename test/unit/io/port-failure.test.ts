// What the binding of serialport says, as the failures that a source reports.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openFailure } from '../../../src/io/serial/port-failure.ts';

const kinds = [
  ['Error: No such file or directory, cannot open /dev/ttyUSB9', 'not-found'],
  ['Error No such device or address Cannot open /dev/ttyUSB0', 'not-found'],
  ['Error: Permission denied, cannot open /dev/ttyUSB0', 'forbidden'],
  ['Error Resource temporarily unavailable Cannot lock port', 'in-use'],
  ['Error: Device or resource busy, cannot open /dev/ttyS0', 'in-use'],
  ['Error: Invalid argument setting custom baud rate of 12345678', 'invalid'],
  ['Error baud rate of 3 is not supported on your platform', 'invalid'],
  ['Error: Inappropriate ioctl for device, cannot open /dev/null', 'invalid'],
  ['Error: Input/output error, cannot open /dev/ttyS5', 'io'],
] as const;

test('each refusal has its kind, names the port and is tried again', () => {
  for (const [message, kind] of kinds) {
    const failure = openFailure('/dev/ttyUSB0', message);
    assert.deepEqual([failure.kind, failure.retry], [kind, 'later'], message);
    assert.match(failure.detail, /^\/dev\/ttyUSB0: /);
  }
});

test('a forbidden port names the group that may open it', () => {
  const message = 'Error: Permission denied, cannot open /dev/ttyUSB0';
  assert.match(openFailure('/dev/ttyUSB0', message).detail, /group dialout$/);
  assert.match(openFailure('/dev/ttyUSB0', message, 'uucp').detail, /group uucp$/);
});
