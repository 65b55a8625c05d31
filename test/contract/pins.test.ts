// The pins contract on the fake. test/lab/gpio runs it on a chip of a real kernel.

import { describe, test } from 'node:test';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakePins } from '../fakes/pins.ts';
import { type PinsBench, pinsCases } from './pins.ts';

function fakeBench(): PinsBench {
  const clock = createFakeClock();
  const chip = { name: 'gpiochip0', label: 'fake' };
  const names = ['', '', 'DOOR', '', '', '', '', ''];
  const pins = createFakePins(clock, [{ ...chip, lines: names }]);
  const busy = { offset: 3, consumer: 'power key' };
  pins.hold(chip.name, busy.offset, busy.consumer);
  return {
    pins,
    clock,
    chip,
    busy,
    named: { offset: 2, name: 'DOOR' },
    drive: async (offset, level) => pins.drive(chip.name, offset, level),
    wire: async (offset) => pins.wire(chip.name, offset),
    until: (predicate) => clock.runUntil(predicate, { maxMs: 10_000 }),
    pass: clock.advance,
    unplug: async () => pins.unplug(chip.name),
    plug: async () => pins.plug(chip.name),
  };
}

describe('pins (fake)', () => {
  for (const [name, run] of Object.entries(pinsCases)) test(name, () => run(fakeBench()));
});
