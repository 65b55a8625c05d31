// What a source needs, made of fakes, with what it pushed and told kept for the test.

import type { Reading } from '../../src/core/point.ts';
import type { SourceDeps, SourceStatus } from '../../src/sensors/source.ts';
import { createFakeClock, type FakeClock } from '../fakes/clock.ts';
import { createFakeCron } from '../fakes/cron.ts';
import { createFakeFiles } from '../fakes/files.ts';
import { createFakeJournal, type FakeJournal } from '../fakes/journal.ts';
import { createFakeLinks, type FakeLinks } from '../fakes/links.ts';
import { createFakePins } from '../fakes/pins.ts';
import { createSeededRandom } from '../fakes/random.ts';

export interface FakeSourceDeps extends SourceDeps {
  readonly clock: FakeClock;
  readonly journal: FakeJournal;
  readonly links: FakeLinks;
  readonly readings: Reading[];
  readonly changes: SourceStatus[];
}

export function createSourceDeps(seed = 1): FakeSourceDeps {
  const clock = createFakeClock();
  const readings: Reading[] = [];
  const changes: SourceStatus[] = [];
  return {
    clock,
    random: createSeededRandom(seed),
    journal: createFakeJournal(),
    cron: createFakeCron(clock),
    links: createFakeLinks(),
    pins: createFakePins(clock, []),
    files: createFakeFiles(),
    readings,
    changes,
    push: (pushed) => readings.push(...pushed),
    changed: (status) => changes.push(status),
  };
}
