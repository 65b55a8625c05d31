// The serial source on a real pty, through serialport: noise costs only itself, and ports come back.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import type { Reading } from '../../../../src/core/point.ts';
import { createClock } from '../../../../src/io/clock.ts';
import { createByteLinks } from '../../../../src/io/serial/byte-links.ts';
import { createSerialSource } from '../../../../src/sensors/serial/serial.ts';
import { serialSchema } from '../../../../src/sensors/serial/settings.ts';
import type { Source } from '../../../../src/sensors/source.ts';
import { until } from '../../../contract/links.ts';
import { createLine } from '../../../support/pty.ts';
import { createSourceDeps } from '../../../support/source-deps.ts';

const adapter = { vid: '0403', pid: '6001' };

/** A source on a pty; udev knows no ptys, so that the list of ports is the test's to say. */
function bench(settings: object = {}) {
  const line = createLine();
  const readings: Reading[] = [];
  const links = createByteLinks();
  const deps = {
    ...createSourceDeps(),
    clock: createClock(),
    links: {
      ...links,
      list: async () => ({ ok: true, value: [{ path: line.path, ...adapter }] }) as const,
    },
    push: (pushed: readonly Reading[]) => readings.push(...pushed),
  };
  const channels = { n: { format: 'integer' } };
  const written = {
    name: 'soil',
    kind: 'serial',
    port: line.path,
    decode: 'json',
    channels,
    ...settings,
  };
  const source = createSerialSource(deps, serialSchema.parse(written));
  source.start();
  after(async () => {
    await source.stop();
    line.dispose();
  });
  return { line, source, values: () => readings.map(({ value }) => value) };
}

const running = (source: Source) => until(() => source.status().state === 'running');
const numbers = (from: number, count: number) => Array.from({ length: count }, (_, n) => from + n);
const lines = (values: readonly number[]) => values.map((n) => `{"n":${n}}\n`).join('');

describe('a serial source on a real line', () => {
  test('loses no valid reading to garbage, endless lines and invalid UTF-8, and counts each', async () => {
    const { line, source, values } = bench();
    await running(source);
    await line.send('"tail of a line that began unheard\n');

    await line.send(lines(numbers(0, 500)));
    for (let n = 0; n < 20; n++) await line.send(`\x01\x02 noise ${n} }{\n`);
    await line.send(lines(numbers(500, 500)));
    const megabyte = Buffer.alloc(1024 * 1024, 'x');
    for (let sent = 0; sent < 10; sent++) await line.send(megabyte);
    await line.send(`\n${lines(numbers(1000, 500))}`);
    for (let n = 0; n < 10; n++) await line.send(Uint8Array.of(0x7b, 0xc3, 0x28, 0xff, 0x7d, 0x0a));
    await line.send(`${lines(numbers(1500, 500))}{"n":"unfinished`);

    await until(() => values().length >= 2_000);
    assert.deepEqual(values(), numbers(0, 2_000));
    const { frames, bad } = source.status().counters;
    assert.deepEqual({ frames, bad }, { frames: 2_000, bad: 20 + 1 + 10 });
  });

  test('takes bytes one by one at the pace of a slow line', async () => {
    const { line, source, values } = bench();
    await running(source);
    await line.send(`\n${lines(numbers(0, 20))}`, { baud: 19_200 });
    await until(() => values().length === 20);
    assert.deepEqual(values(), numbers(0, 20));
  });

  test('is found again under the same name, also when it was pulled out while it sent', async () => {
    const { line, source, values } = bench();
    for (let round = 0; round < 3; round++) {
      await running(source);
      await line.send(`\n${lines([round])}{"n":9`);
      await until(() => values().length === round + 1);
      line.unplug();
      await until(() => source.status().state === 'waiting');
      line.plug();
    }
    assert.deepEqual(values(), [0, 1, 2]);
    assert.equal(source.status().counters.bad, 0);
  });

  test('is found again under another name when it is named by its identity', async () => {
    const { line, source, values } = bench({ port: adapter });
    for (const [round, name] of ['ttyLAB1', 'ttyLAB2', 'ttyLAB3'].entries()) {
      await running(source);
      await line.send(`\n${lines([round])}`);
      await until(() => values().length === round + 1);
      line.unplug();
      await until(() => source.status().state === 'waiting');
      line.plug(name);
    }
    assert.deepEqual(values(), [0, 1, 2]);
  });
});
