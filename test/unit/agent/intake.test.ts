// Values that a script hands in: all of them or none, and yes only to what is on the disk.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createChannels } from '../../../src/agent/channels.ts';
import { takeIn } from '../../../src/agent/endpoint/intake.ts';
import type { Sampler } from '../../../src/agent/sampler.ts';
import type { Reading } from '../../../src/core/point.ts';
import { sensorSchema } from '../../../src/sensors/registry.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { kindOf } from '../buffer/bench.ts';

const channels = createChannels([
  sensorSchema.parse({
    name: 'script',
    kind: 'synthetic',
    channels: {
      warmth: { alias: 'w1' },
      count: { format: 'integer' },
      door: { format: 'boolean' },
      note: { format: 'string' },
    },
  }),
]);

async function createScene(durable: boolean | Promise<boolean> = true) {
  const clock = createFakeClock();
  await clock.advance(1234);
  const pushed: Reading[] = [];
  const asked: number[] = [];
  const sampler = {
    push: (readings: readonly Reading[]) => pushed.push(...readings),
    durable: async (monoMs: number) => {
      asked.push(monoMs);
      return durable;
    },
  } as Partial<Sampler> as Sampler;
  const take = (pairs: Readonly<Record<string, string>>) =>
    takeIn(
      Object.entries(pairs).map(([alias, value]) => ({ alias, value })),
      { clock, channels, sampler },
    );
  return { pushed, asked, take };
}

test('each value comes in as a reading of its channel, in the format of that channel, of now', async () => {
  const { pushed, asked, take } = await createScene();
  const pairs = { w1: '21.5', count: '7', door: 'true', note: 'ajar' };
  assert.equal(kindOf(await take(pairs)), 'ok');
  assert.deepEqual(pushed, [
    { channel: 'warmth', value: 21.5, monoMs: 1234 },
    { channel: 'count', value: 7, monoMs: 1234 },
    { channel: 'door', value: true, monoMs: 1234 },
    { channel: 'note', value: 'ajar', monoMs: 1234 },
  ]);
  assert.deepEqual(asked, [1234]);
});

for (const [what, pairs, kind] of [
  ['an alias that no channel has', { w1: '1', nobody: '2' }, 'not-found'],
  ['the name of a channel that goes by another alias', { warmth: '1' }, 'not-found'],
  ['a value that its channel cannot carry', { w1: '1', count: 'many' }, 'invalid'],
] as const) {
  test(`${what} keeps all of them out`, async () => {
    const { pushed, take } = await createScene();
    assert.equal(kindOf(await take(pairs)), kind);
    assert.deepEqual(pushed, []);
  });
}

test('there is no answer before the commit, and no yes when it failed', async () => {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const { take } = await createScene(promise);
  let answer: string | undefined;
  const taking = take({ w1: '1' }).then((result) => {
    answer = kindOf(result);
  });
  await Promise.resolve();
  assert.equal(answer, undefined);
  resolve(false);
  await taking;
  assert.equal(answer, 'store');
});
