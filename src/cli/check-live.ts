// `holdfast check --live`: opens every source of a file and waits for one reading of each.

import type { Reading } from '../core/point.ts';
import { formatDuration } from '../core/units.ts';
import { createSource, type SensorSettings } from '../sensors/registry.ts';
import type { SourceDeps, SourceStatus } from '../sensors/source.ts';

export interface Attempt {
  readonly name: string;
  /** The first readings that came; undefined when none did in time. */
  readonly readings: readonly Reading[] | undefined;
  readonly status: SourceStatus;
}

export type LiveDeps = Omit<SourceDeps, 'push' | 'changed'>;

/** Long enough for a device that speaks every few seconds; who waits for it is a person. */
const patienceMs = 10_000;

/** All sources at once; each is stopped again. */
export const readEach = (
  sensors: readonly SensorSettings[],
  deps: LiveDeps,
): Promise<readonly Attempt[]> => Promise.all(sensors.map((settings) => readOne(settings, deps)));

async function readOne(settings: SensorSettings, deps: LiveDeps): Promise<Attempt> {
  const done = new AbortController();
  let readings: readonly Reading[] | undefined;
  const push = (pushed: readonly Reading[]) => {
    readings ??= pushed;
    done.abort();
  };
  const source = createSource({ ...deps, push, changed: () => {} }, settings);
  source.start();
  await deps.clock.sleep(patienceMs, done.signal);
  const status = source.status();
  await source.stop();
  return { name: settings.name, readings, status };
}

/** `soil: moisture = 41.5`, or why there is nothing to show. */
export function describeAttempt({ name, readings, status }: Attempt): string {
  if (readings) {
    const values = readings.map(({ channel, value }) => `${channel} = ${JSON.stringify(value)}`);
    return `${name}: ${values.join(', ')}`;
  }
  if (status.state !== 'running')
    return `${name}: ${status.state}, ${status.detail ?? 'no reason'}`;
  const { frames, bad } = status.counters;
  const fault = status.lastBad ? `; the last one: ${status.lastBad.reason}` : '';
  const spoken = `speaks (${frames} good frames, ${bad} bad${fault})`;
  const heard = frames + bad === 0 ? 'is open' : spoken;
  return `${name}: ${heard}, and no reading came within ${formatDuration(patienceMs)}`;
}
