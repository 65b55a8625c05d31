// The serial source on fake ports: what becomes of frames, and of ports that come and go.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { limits } from '../../../../src/core/limits.ts';
import { createSerialSource } from '../../../../src/sensors/serial/serial.ts';
import { serialSchema } from '../../../../src/sensors/serial/settings.ts';
import { createSourceDeps, type FakeSourceDeps } from '../../../support/source-deps.ts';

const path = '/dev/ttyUSB0';
const adapter = { vid: '0403', pid: '6001', serial: 'A1' };

function sourceOf(deps: FakeSourceDeps, settings: object = {}) {
  const channels = { moisture: { deadband: 0.5 } };
  const written = {
    name: 'soil',
    kind: 'serial',
    port: path,
    decode: 'json',
    channels,
    ...settings,
  };
  return createSerialSource(deps, serialSchema.parse(written));
}

async function running(settings: object = {}) {
  const deps = createSourceDeps();
  const device = deps.links.plug(path);
  const source = sourceOf(deps, settings);
  source.start();
  await deps.clock.settle();
  device.send('\n');
  return { deps, device, source };
}

const states = (deps: FakeSourceDeps) => deps.changes.map(({ state }) => state);

describe('frames of a serial source', () => {
  test('become readings of the moment at which their last byte came', async () => {
    const { deps, device } = await running();
    device.send('{"moisture":');
    await deps.clock.advance(70);
    device.send('31.5}\n{"moisture": 40}\n');
    assert.deepEqual(deps.readings, [
      { channel: 'moisture', value: 31.5, monoMs: 70 },
      { channel: 'moisture', value: 40, monoMs: 70 },
    ]);
  });

  test('are counted once each: of use, of no use, or filtered by the deadband', async () => {
    const { device, deps, source } = await running();
    device.send('{"moisture":1}\n{"moisture":1.4}\n{"moisture":"wet"}\nnoise\n{"moisture":1.5}\n');
    assert.deepEqual(source.status().counters, { frames: 3, bad: 2, filtered: 1, folded: 0 });
    assert.deepEqual(
      deps.readings.map(({ value }) => value),
      [1, 1.5],
    );
  });

  test('that are bad are one line in the journal for each reason, and the status has the last', async () => {
    const { device, deps, source } = await running();
    for (let n = 0; n < 100; n++) device.send('noise\n{"moisture":"wet"}\n');
    assert.deepEqual(
      deps.journal.of('frame bad').map(({ fields }) => fields.reason),
      ['a frame is not JSON', 'moisture is no float'],
    );
    await deps.clock.advance(500);
    device.send(`${'x'.repeat(limits.frameBytes + 1)}\n`);
    assert.equal(source.status().counters.bad, 201);
    const reason = `a line is longer than ${limits.frameBytes} bytes`;
    assert.deepEqual(source.status().lastBad, { reason, monoMs: 500 });
  });

  test('that are bad again and again are counted, and told with the next change of state', async () => {
    const { device, deps } = await running();
    for (let n = 0; n < 100; n++) device.send('noise\n');
    device.unplug();
    const counts = deps.journal.of('frame bad').map(({ fields }) => fields.frames);
    assert.deepEqual(counts, [1, 99]);
  });

  test('a reading that the deadband filters is a sign of life all the same', async () => {
    const { device, deps, source } = await running();
    device.send('{"moisture":1}\n');
    await deps.clock.advance(5_000);
    device.send('{"moisture":1}\n');
    assert.equal(source.status().lastReadingMonoMs, 5_000);
  });

  test('the port is opened as the settings say', async () => {
    const { device } = await running({ baud: 1200, parity: 'even', dataBits: 7, stopBits: 2 });
    assert.deepEqual(device.openedWith, { baud: 1200, parity: 'even', dataBits: 7, stopBits: 2 });
  });
});

describe('the port of a serial source', () => {
  test('may not be there yet: the source waits, says so once, and begins by itself', async () => {
    const deps = createSourceDeps();
    const source = sourceOf(deps);
    source.start();
    await deps.clock.advance(60_000);
    assert.equal(source.status().state, 'waiting');
    assert.equal(source.status().detail, `${path}: there is no such port`);
    assert.equal(deps.journal.of('source waiting').length, 1);
    deps.links.plug(path);
    await deps.clock.advance(limits.reopenMaxMs);
    assert.equal(source.status().state, 'running');
    assert.equal(source.status().detail, undefined);
    assert.deepEqual(states(deps), ['waiting', 'running']);
  });

  test('is tried with pauses that double up to a bound', async () => {
    const deps = createSourceDeps();
    sourceOf(deps).start();
    await deps.clock.advance(600_000);
    const slowest = 600_000 / (limits.reopenMaxMs / 2) + 10;
    const fastest = 600_000 / limits.reopenMaxMs;
    assert.ok(deps.links.attempts >= fastest && deps.links.attempts <= slowest);
  });

  test('may be pulled out and come back: no frame joins the bytes of two openings', async () => {
    const { deps, device, source } = await running();
    device.send('{"moisture":1}\n{"moisture":');
    device.unplug();
    assert.equal(source.status().state, 'waiting');
    const again = deps.links.plug(path);
    await deps.clock.advance(limits.reopenFirstMs);
    again.send('2}\n{"moisture":3}\n');
    assert.deepEqual(
      deps.readings.map(({ value }) => value),
      [1, 3],
    );
    assert.equal(source.status().counters.bad, 0);
  });

  test('that hangs up at once, over and over, is not opened in a tight loop', async () => {
    const { deps, device } = await running();
    device.unplug();
    let opened = 0;
    for (let n = 0; n < 200; n++) {
      const flapping = deps.links.plug(path);
      await deps.clock.advance(100);
      if (flapping.openedWith) opened += 1;
      flapping.unplug();
    }
    assert.ok(opened < 10, `${opened}`);
  });

  test('that is forbidden or busy names its reason until it heals', async () => {
    const deps = createSourceDeps();
    const device = deps.links.plug(path);
    device.locked = true;
    const source = sourceOf(deps);
    source.start();
    await deps.clock.settle();
    assert.match(source.status().detail ?? '', /dialout/);
    device.locked = false;
    await deps.clock.advance(limits.reopenFirstMs);
    assert.equal(source.status().state, 'running');
  });
});

describe('a port named by the identity of its USB adapter', () => {
  test('is found under whatever name it comes back', async () => {
    const deps = createSourceDeps();
    deps.links.plug('/dev/ttyUSB0', { vid: '10c4', pid: 'ea60' });
    const device = deps.links.plug('/dev/ttyUSB1', adapter);
    const source = sourceOf(deps, { port: { vid: '0403', pid: '6001' } });
    source.start();
    await deps.clock.settle();
    device.send('\n{"moisture":1}\n');
    device.unplug();
    await deps.clock.advance(limits.reopenFirstMs);
    assert.match(source.status().detail ?? '', /0403:6001 is not plugged in/);
    const again = deps.links.plug('/dev/ttyUSB7', adapter);
    await deps.clock.advance(2 * limits.reopenFirstMs);
    again.send('\n{"moisture":2}\n');
    assert.deepEqual(
      deps.readings.map(({ value }) => value),
      [1, 2],
    );
  });

  test('is not guessed when two adapters answer to it', async () => {
    const deps = createSourceDeps();
    deps.links.plug('/dev/ttyUSB0', adapter);
    deps.links.plug('/dev/ttyUSB1', { ...adapter, serial: 'B2' });
    const source = sourceOf(deps, { port: { vid: '0403', pid: '6001' } });
    source.start();
    await deps.clock.settle();
    assert.match(
      source.status().detail ?? '',
      /ttyUSB0 and \/dev\/ttyUSB1: give its serial number/,
    );
    const exact = sourceOf(deps, { port: { vid: '0403', pid: '6001', serial: 'B2' } });
    exact.start();
    await deps.clock.settle();
    assert.equal(exact.status().state, 'running');
  });
});

describe('stopping a serial source', () => {
  test('frees the port and leaves no timer, and nothing is pushed after it', async () => {
    const { deps, device, source } = await running();
    await source.stop();
    await source.stop();
    device.send('{"moisture":1}\n');
    assert.deepEqual(deps.readings, []);
    assert.equal(device.openedWith, undefined);
    assert.equal(deps.clock.waiting, 0);
    assert.equal(source.status().state, 'stopped');
  });

  test('while it waits or opens, ends that too', async () => {
    const deps = createSourceDeps();
    const waiting = sourceOf(deps);
    waiting.start();
    await deps.clock.settle();
    await waiting.stop();
    assert.equal(deps.clock.waiting, 0);

    const device = deps.links.plug(path);
    const opening = sourceOf(deps);
    opening.start();
    await opening.stop();
    assert.equal(device.openedWith, undefined);
    assert.equal(opening.status().state, 'stopped');
  });
});
