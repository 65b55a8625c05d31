// The pins contract on a real /dev/gpiochip0: Debian's stock arm64 kernel in a guest, its wires in our hands.

import { describe, test } from 'node:test';
import { missing } from '../needs.ts';
import { makeImage } from './image.ts';
import { runGuest } from './machine.ts';

const skip = missing(
  { what: 'qemu-system-aarch64', how: 'apt-get install qemu-system-arm' },
  { what: 'fdtput', how: 'apt-get install device-tree-compiler' },
  { what: '/etc/debian_version', how: 'the guest is made of Debian packages, by apt-get' },
);

describe('a GPIO chip of a real kernel', { skip }, () => {
  test('passes every case', async (t) => {
    for (const { name, ms, error } of await runGuest(await makeImage()))
      await t.test(`${name} (${ms} ms in the guest)`, () => {
        if (error !== undefined) throw new Error(error);
      });
  });
});
