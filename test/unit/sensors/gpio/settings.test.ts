// What the settings of a gpio source accept, and how they name what they do not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gpioSchema } from '../../../../src/sensors/gpio/settings.ts';

const parse = (settings: object) =>
  gpioSchema.safeParse({ name: 'cabinet', kind: 'gpio', ...settings });

const problems = (settings: object) => {
  const parsed = parse(settings);
  return parsed.error?.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) ?? [];
};

test('a line is a name or a chip and offset, a duration has its unit, levels are booleans', () => {
  const parsed = parse({
    channels: {
      door: { line: 'GPIO17', edge: 'both', debounce: '20ms', bias: 'pull-up', activeLow: true },
      mains: { line: { chip: 'gpiochip0', offset: 22 } },
    },
    outputs: { relay: { line: 'GPIO27', initial: 1 } },
  });
  assert.ok(parsed.success, JSON.stringify(parsed.error));
  const { channels, outputs } = parsed.data;
  assert.deepEqual(channels.door?.line, { name: 'GPIO17' });
  assert.equal(channels.door?.debounce, 20);
  assert.equal(channels.door?.format, 'boolean');
  assert.deepEqual(channels.mains?.line, { chip: 'gpiochip0', offset: 22 });
  assert.deepEqual(outputs.relay, { line: { name: 'GPIO27' }, initial: 1, activeLow: false });
});

test('a channel has either a line or an output, and the output exists', () => {
  assert.deepEqual(problems({ channels: { door: {} } }), [
    'channels.door.line: a channel has either a line or an output',
  ]);
  assert.deepEqual(problems({ channels: { fan: { output: 'relay' } } }), [
    'channels.fan.output: there is no output relay',
  ]);
});

test('one line is not two things', () => {
  const line = { chip: 'gpiochip0', offset: 4 };
  assert.deepEqual(
    problems({ channels: { a: { line }, b: { line } }, outputs: { relay: { line } } }),
    [
      'channels.b.line: channels.a has this line already',
      'outputs.relay.line: channels.a has this line already',
    ],
  );
});

test('a level is no float, and a misspelt key is named', () => {
  assert.match(problems({ channels: { a: { line: 'X', format: 'float' } } }).join(), /format/);
  assert.match(problems({ channels: { a: { line: 'X', edges: 'both' } } }).join(), /edges/);
});
