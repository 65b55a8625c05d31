// A gpio source on fake pins, with all that it told.

import { createGpioSource } from '../../../../src/sensors/gpio/gpio.ts';
import { gpioSchema } from '../../../../src/sensors/gpio/settings.ts';
import { createFakePins } from '../../../fakes/pins.ts';
import { createSourceDeps } from '../../../support/source-deps.ts';

export const chip = 'gpiochip0';

/** Lines 0 to 3 of the chip are GPIO0 to GPIO3. `settings` is what stands in the file, without name and kind. */
export function createBench(settings: object) {
  const deps = createSourceDeps();
  const { clock, readings, changes } = deps;
  const lines = ['GPIO0', 'GPIO1', 'GPIO2', 'GPIO3'];
  const pins = createFakePins(clock, [{ name: chip, label: 'fake', lines }]);
  const parsed = gpioSchema.parse({ name: 'cabinet', kind: 'gpio', ...settings });
  return {
    clock,
    pins,
    readings,
    changes,
    source: createGpioSource({ ...deps, pins }, parsed),
    values: (channel: string) =>
      readings.filter((reading) => reading.channel === channel).map((reading) => reading.value),
  };
}
