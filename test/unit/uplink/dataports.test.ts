// How dataports come to be, and in which format they are written.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WantedDataport } from '../../../src/uplink/dataports.ts';
import { createToyPlatform } from '../../fakes/one-platform.ts';
import { cik, createWorld, float, start } from './world.ts';

const { signal } = new AbortController();

const worldWith = (wanted: readonly WantedDataport[]) => {
  const toy = createToyPlatform('idempotent', cik);
  return { toy, ...createWorld({ handle: toy.handle, wanted }) };
};

test('missing dataports are created as wanted and mapped, existing ones are used as found', async () => {
  const config = { alias: 'config', name: 'Configuration', format: 'string', count: 1000 } as const;
  const { toy, sink, http } = worldWith([float('a'), float('b'), config]);
  toy.add('a', 'float');
  assert((await sink.greet(signal)).ok);
  assert.equal(toy.made, 3);
  const create = http.requests.map(({ body }) => String(body)).find((b) => b.includes('"create"'))!;
  const descriptions = JSON.parse(create).calls.map(
    (c: { arguments: unknown[] }) => c.arguments[1],
  );
  assert.deepEqual(descriptions, [
    {
      ...common,
      format: 'float',
      name: 'b',
      retention: { count: 'infinity', duration: 'infinity' },
    },
    {
      ...common,
      format: 'string',
      name: 'Configuration',
      retention: { count: 1000, duration: 'infinity' },
    },
  ]);
});

const common = { meta: '', preprocess: [], public: false, subscribe: '' };

test('a thousand new dataports take few requests, and none the next time', async () => {
  const { toy, sink, http, outbox, sendAll } = worldWith(
    Array.from({ length: 1000 }, (_, i) => float(`c${i}`)),
  );
  assert((await sink.greet(signal)).ok);
  assert.equal(toy.made, 1000);
  assert(http.requests.length <= 27, `${http.requests.length} requests`);
  const before = http.requests.length;
  outbox.add('c7', start, 1);
  await sendAll();
  assert.equal(http.requests.length - before, 1);
});

test('batches that meet the same new channel make one dataport of it', async () => {
  const { toy, sink, outbox } = worldWith([]);
  const points = [0, 1].map((i) => outbox.add('new', start + i, i));
  const sent = points.map(({ seq, channel, second, value }) =>
    sink.send(
      {
        points: 1,
        runs: [{ channel, epoch: 1, firstSeq: seq, seconds: [second], values: [value] }],
      },
      signal,
    ),
  );
  const deliveries = await Promise.all(sent);
  assert.equal(deliveries.flatMap((d) => d.settled).length, 2);
  assert.equal(toy.made, 1);
});

test('an existing dataport whose format loses values holds that channel alone, and says why', async () => {
  const { toy, outbox, sendAll } = worldWith([]);
  toy.add('a', 'integer');
  toy.add('b', 'float');
  outbox.add('a', start, 1.5);
  outbox.add('b', start, 1.5);
  const { held, failure } = await sendAll();
  assert.equal(failure, undefined);
  assert.match(held.get('a')?.detail ?? '', /dataport a has the format integer.*float/);
  assert.deepEqual(
    outbox.points.map((p) => p.outcome),
    [undefined, 'delivered'],
  );
  toy.remove('a');
  await sendAll();
  assert.equal(outbox.count('delivered'), 2);
});

test('values go in the format that the dataport has, when it loses nothing by it', async () => {
  const toy = createToyPlatform('idempotent', cik);
  const formats = { s: 'float', f: 'integer', i: 'boolean', b: 'boolean' } as const;
  const dataportOf = (channel: string) => ({
    ...float(channel),
    format: formats[channel as keyof typeof formats],
  });
  const { outbox, sendAll } = createWorld({ handle: toy.handle, dataportOf });
  toy.add('s', 'string');
  toy.add('f', 'float');
  toy.add('i', 'integer');
  toy.add('b', 'boolean');
  outbox.add('s', start, 1.5);
  outbox.add('f', start, 2);
  outbox.add('i', start, true);
  outbox.add('b', start, false);
  await sendAll();
  assert.deepEqual(
    ['s', 'f', 'i', 'b'].map((alias) => toy.points(alias)[0]?.[1]),
    ['1.5', 2, 1, false],
  );
});

test('a create that fails holds its channel; one whose answer was lost is not repeated for the mapped', async () => {
  const { toy, http, outbox, sendAll } = worldWith([]);
  toy.deny = (procedure) => (procedure === 'create' ? { status: 'limit' } : undefined);
  outbox.add('a', start, 1);
  assert.equal((await sendAll()).held.get('a')?.kind, 'limit');
  toy.deny = () => undefined;
  http.fate = ({ body }) => (String(body).includes('"map"') ? 'lost-answer' : undefined);
  assert.equal((await sendAll()).failure?.kind, 'offline');
  http.fate = () => undefined;
  await sendAll();
  assert.equal(toy.made, 1);
  assert.equal(outbox.count('delivered'), 1);
});

test('greeting again looks for every dataport again', async () => {
  const { toy, sink } = worldWith([float('a')]);
  await sink.greet(signal);
  toy.remove('a');
  await sink.greet(signal);
  assert.equal(toy.calls.get('create'), 2);
});
