// A gpio source on the real chip: what an owner's settings make of it.

import assert from 'node:assert/strict';
import { createGpioSource } from '../../../src/sensors/gpio/gpio.ts';
import { gpioSchema } from '../../../src/sensors/gpio/settings.ts';
import type { PinsBench } from '../../contract/pins.ts';
import { createSourceDeps } from '../../support/source-deps.ts';

const settings = {
  name: 'cabinet',
  kind: 'gpio',
  every: '50ms',
  channels: {
    door: { line: { chip: '9030000.pl061', offset: 0 }, edge: 'both', debounce: '20ms' },
    mains: { line: { chip: '9030000.pl061', offset: 1 }, activeLow: true },
    fan: { output: 'relay', format: 'integer' },
  },
  outputs: { relay: { line: 'DOOR', initial: 1 } },
};

function createSource({ pins, clock }: PinsBench) {
  const deps = { ...createSourceDeps(), pins, clock };
  const source = createGpioSource(deps, gpioSchema.parse(settings));
  const values = (channel: string) =>
    deps.readings.filter((reading) => reading.channel === channel).map((reading) => reading.value);
  return { source, values };
}

async function senses(bench: PinsBench) {
  await bench.drive(0, 0);
  await bench.drive(1, 1);
  const { source, values } = createSource(bench);
  source.start();
  await bench.until(() => values('door').length === 1 && values('mains').includes(false));
  await bench.drive(0, 1);
  await bench.drive(1, 0);
  await bench.until(() => values('door').length === 2 && values('mains').includes(true));
  assert.deepEqual(values('door'), [false, true]);
  assert.equal(await bench.wire(2), 1);
  assert.ok((await source.set('relay', 0)).ok);
  assert.equal(await bench.wire(2), 0);
  assert.deepEqual(values('fan'), [1, 0]);
  assert.equal(source.status().state, 'running');
  await source.stop();
}

async function survives(bench: PinsBench) {
  const { source, values } = createSource(bench);
  source.start();
  await bench.until(() => source.status().state === 'running');
  await bench.unplug();
  await bench.until(() => source.status().state === 'waiting');
  await bench.drive(0, 0);
  await bench.plug();
  await bench.until(() => source.status().state === 'running');
  const before = values('door').length;
  await bench.drive(0, 1);
  await bench.until(() => values('door').length > before);
  assert.equal(values('door').at(-1), true);
  await source.stop();
}

export const sourceCases = {
  'a gpio source senses edges and levels and switches its output': senses,
  'a gpio source waits for a chip that left and goes on when it is back': survives,
};
