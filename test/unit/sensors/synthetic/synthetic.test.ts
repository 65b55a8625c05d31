// The synthetic source: each shape is what its name says, and a seed plays the same again.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  createSyntheticSource,
  syntheticSchema,
} from '../../../../src/sensors/synthetic/synthetic.ts';
import { createSourceDeps } from '../../../support/source-deps.ts';

async function play(settings: object, seconds: number, seed = 1) {
  const deps = createSourceDeps(seed);
  const written = { name: 'demo', kind: 'synthetic', channels: { a: {} }, ...settings };
  const source = createSyntheticSource(deps, syntheticSchema.parse(written));
  source.start();
  await deps.clock.advance(seconds * 1_000 - 1);
  const status = source.status();
  await source.stop();
  const values = deps.readings.map(({ value }) => value);
  return { deps, source, status, values, numbers: values.map(Number) };
}

describe('shapes', () => {
  test('a sine swings about its mean, once a period', async () => {
    const sine = { mean: 20, amplitude: 5, period: '8s' };
    const { values } = await play({ shape: { sine }, decimals: 1 }, 9);
    assert.deepEqual(values, [20, 23.5, 25, 23.5, 20, 16.5, 15, 16.5, 20]);
  });

  test('steps stay for their period and begin anew', async () => {
    const { values } = await play({ shape: { steps: { levels: [1, 5], period: '2s' } } }, 6);
    assert.deepEqual(values, [1, 1, 5, 5, 1, 1]);
  });

  test('a counter counts', async () => {
    const { values } = await play({ shape: { counter: { start: 10, step: 2 } } }, 4);
    assert.deepEqual(values, [10, 12, 14, 16]);
  });

  test('noise fills its range and a walk keeps to its step and its bounds', async () => {
    const noise = await play({ shape: { noise: { mean: 10, amplitude: 2 } } }, 500);
    assert.ok(noise.numbers.every((value) => value >= 8 && value <= 12));
    assert.ok(Math.min(...noise.numbers) < 8.2 && Math.max(...noise.numbers) > 11.8);

    const walk = await play({ shape: { walk: { step: 0.5, min: -1, max: 1 } }, decimals: 12 }, 500);
    assert.equal(walk.numbers[0], 0);
    assert.ok(walk.numbers.every((value) => value >= -1 && value <= 1));
    const strides = walk.numbers.slice(1).map((value, at) => Math.abs(value - walk.numbers[at]!));
    assert.ok(Math.max(...strides) <= 0.5 && new Set(strides).size > 300);
  });

  test('the same seed plays the same again, and another does not', async () => {
    const [first, again, other] = await Promise.all([
      play({ shape: 'noise' }, 20, 7),
      play({ shape: 'noise' }, 20, 7),
      play({ shape: 'noise' }, 20, 8),
    ]);
    assert.deepEqual(first.values, again.values);
    assert.notDeepEqual(first.values, other.values);
  });
});

describe('the synthetic source', () => {
  test('gives each channel its own shape, format and deadband', async () => {
    const { deps, status } = await play(
      {
        every: '500ms',
        shape: { steps: { levels: [-1.4, 2.6], period: '1s' } },
        channels: {
          plain: {},
          whole: { format: 'integer', deadband: 1 },
          on: { format: 'boolean' },
          text: { format: 'string', shape: 'counter' },
        },
      },
      1.5,
    );
    const of = (name: string) =>
      deps.readings.filter(({ channel }) => channel === name).map(({ value }) => value);
    assert.deepEqual(of('plain'), [-1.4, -1.4, 2.6]);
    assert.deepEqual(of('whole'), [-1, 3]);
    assert.deepEqual(of('on'), [false, false, true]);
    assert.deepEqual(of('text'), ['0.000', '1.000', '2.000']);
    assert.deepEqual(status.counters, { frames: 3, bad: 0, filtered: 1, folded: 0 });
  });

  test('stops for good and leaves no timer', async () => {
    const { deps, source } = await play({}, 3);
    assert.equal(deps.clock.waiting, 0);
    assert.equal(source.status().state, 'stopped');
    assert.deepEqual(
      deps.changes.map(({ state }) => state),
      ['running', 'stopped'],
    );
  });

  test('waits, with the reason, for a cron expression that is none', async () => {
    const { status } = await play({ cron: '61 * * * *' }, 1);
    assert.equal(status.state, 'waiting');
    assert.match(status.detail ?? '', /61/);
  });
});
