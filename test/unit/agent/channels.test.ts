// Channels have one name each in the whole agent.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannels } from '../../../src/agent/channels.ts';
import { type SensorSettings, sensorSchema } from '../../../src/sensors/registry.ts';

const source = (name: string, channels: object): SensorSettings =>
  sensorSchema.parse({ name, kind: 'synthetic', channels });

test('a key that one source uses is the name of its channel', () => {
  const channels = createChannels([source('soil', { moisture: {}, warmth: { alias: 'w1' } })]);
  assert.deepEqual(
    channels.all.map(({ name, alias }) => [name, alias]),
    [
      ['moisture', 'moisture'],
      ['warmth', 'w1'],
    ],
  );
});

test('a key that two sources use is told apart by the source', () => {
  const channels = createChannels([
    source('north', { warmth: {} }),
    source('south', { warmth: { alias: 'warmth-south' }, light: {} }),
  ]);
  assert.equal(channels.of('north', 'warmth')?.name, 'north.warmth');
  assert.equal(channels.of('south', 'warmth')?.name, 'south.warmth');
  assert.equal(channels.byAlias('warmth-south')?.source, 'south');
  assert.equal(channels.byName('light')?.alias, 'light');
});
