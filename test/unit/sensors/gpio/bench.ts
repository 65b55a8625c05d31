// A gpio source on fake pins, with all that it told.

import type { Reading } from '../../../../src/core/point.ts';
import { createGpioSource } from '../../../../src/sensors/gpio/gpio.ts';
import { gpioSchema } from '../../../../src/sensors/gpio/settings.ts';
import type { SourceStatus } from '../../../../src/sensors/source.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeCron } from '../../../fakes/cron.ts';
import { createFakeFiles } from '../../../fakes/files.ts';
import { createFakeJournal } from '../../../fakes/journal.ts';
import { createFakeLinks } from '../../../fakes/links.ts';
import { createFakePins } from '../../../fakes/pins.ts';
import { createSeededRandom } from '../../../fakes/random.ts';

export const chip = 'gpiochip0';

/** Lines 0 to 3 of the chip are GPIO0 to GPIO3. `settings` is what stands in the file, without name and kind. */
export function createBench(settings: object) {
  const clock = createFakeClock();
  const names = ['GPIO0', 'GPIO1', 'GPIO2', 'GPIO3'];
  const pins = createFakePins(clock, [{ name: chip, label: 'fake', lines: names }]);
  const readings: Reading[] = [];
  const states: SourceStatus[] = [];
  const deps = {
    clock,
    pins,
    random: createSeededRandom(1),
    journal: createFakeJournal(),
    cron: createFakeCron(clock),
    links: createFakeLinks(),
    files: createFakeFiles(),
    push: (more: readonly Reading[]) => {
      readings.push(...more);
    },
    changed: (status: SourceStatus) => {
      states.push(status);
    },
  };
  const parsed = gpioSchema.parse({ name: 'cabinet', kind: 'gpio', ...settings });
  return {
    clock,
    pins,
    readings,
    states,
    source: createGpioSource(deps, parsed),
    values: (channel: string) =>
      readings.filter((reading) => reading.channel === channel).map((reading) => reading.value),
  };
}
