// The dataports of a device: one for each channel, and those through which it is operated.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannels } from '../../../src/agent/channels.ts';
import { deviceDataports, statusAlias } from '../../../src/agent/dataports.ts';
import { sensorSchema } from '../../../src/sensors/registry.ts';

const sensor = (name: string, channels: object) =>
  sensorSchema.parse({ name, kind: 'synthetic', channels });

const { wanted, dataportOf } = deviceDataports(
  createChannels([
    sensor('north', { warmth: { alias: 'warmth-north' }, count: { format: 'integer' } }),
    sensor('south', { warmth: {} }),
  ]),
);

test('a channel keeps all of its points, under its alias and in its format', () => {
  assert.deepEqual(
    wanted.filter(({ count }) => count === 'infinity'),
    [
      { alias: 'warmth-north', format: 'float', name: 'north.warmth', count: 'infinity' },
      { alias: 'count', format: 'integer', name: 'count', count: 'infinity' },
      { alias: 'warmth', format: 'float', name: 'south.warmth', count: 'infinity' },
    ],
  );
});

test('what operates the device is text, and bounded', () => {
  const others = wanted.filter(({ count }) => count !== 'infinity');
  assert.deepEqual(
    others.map(({ alias }) => alias),
    ['config', 'config_status', 'command', 'command_status', statusAlias],
  );
  for (const { format, count } of others) assert.deepEqual([format, count], ['string', 1000]);
});

test('points go to the dataport of their channel, those of a forgotten channel to its old name', () => {
  assert.equal(dataportOf('north.warmth').alias, 'warmth-north');
  assert.equal(dataportOf('south.warmth').alias, 'warmth');
  assert.deepEqual(dataportOf('gone'), {
    alias: 'gone',
    format: 'float',
    name: 'gone',
    count: 'infinity',
  });
});
