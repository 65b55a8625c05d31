// Settings: the agent file of a world, read as `holdfast run` reads it.

import assert from 'node:assert/strict';
import { loadSettings } from '../../../src/agent/config/load.ts';
import type { Settings } from '../../../src/agent/config/settings.ts';
import type { Plan, SensorPlan } from '../world/plan.ts';

export const keyFile = '/etc/holdfast/cik';

export function settingsOf(plan: Plan): Settings {
  const file = {
    device: `device-${plan.seed}`,
    state: '/var/lib/holdfast',
    platform: { url: 'http://platform.test', cik: { file: keyFile } },
    durability: { windowMs: plan.windowMs },
    buffer: { whenFull: plan.whenFull },
    sensors: [
      ...plan.devices.map((device) => ({
        name: device.name,
        kind: 'serial',
        port: { vid: '0403', pid: '6001', serial: device.name },
        frame: 'line',
        decode: 'json',
        channels: channelsOf(device),
      })),
      {
        name: plan.counter.name,
        kind: 'synthetic',
        every: `${plan.counter.everyMs}ms`,
        shape: 'counter',
        channels: channelsOf(plan.counter),
      },
    ],
  };
  const loaded = loadSettings(JSON.stringify(file));
  assert(loaded.ok, loaded.ok ? '' : JSON.stringify(loaded.failure));
  const { settings } = loaded.value;
  const { maxBytes = settings.buffer.maxBytes } = plan;
  return { ...settings, buffer: { ...settings.buffer, maxBytes } };
}

/** With another beginning of the agent's own counter, so that no life repeats the values of another. */
export function countingFrom(settings: Settings, start: number): Settings {
  const sensors = settings.sensors.map((sensor) =>
    sensor.kind === 'synthetic' ? { ...sensor, shape: { counter: { start, step: 1 } } } : sensor,
  );
  return { ...settings, sensors };
}

const channelsOf = ({ channels }: SensorPlan) =>
  Object.fromEntries(channels.map(({ name, format, fold }) => [name, { format, fold }]));
