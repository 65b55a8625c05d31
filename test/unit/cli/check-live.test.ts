// `check --live`: what a person learns of each source.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { check } from '../../../src/cli/check.ts';
import { createFakeFiles } from '../../fakes/files.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';
import { createSourceDeps } from '../../support/source-deps.ts';

const head = `device: greenhouse-1
state: /var/lib/holdfast
platform: { url: "http://127.0.0.1:8420", cik: ${'a'.repeat(40)} }
sensors:
`;
const counter =
  '  - { name: wave, kind: synthetic, shape: counter, channels: { one: {}, two: {} } }\n';
const serial =
  '  - { name: soil, kind: serial, port: /dev/ttyUSB0, decode: number, channels: { m: {} } }\n';

async function start(sensors: string) {
  const files = createFakeFiles();
  await files.writeAtomic('/agent.yaml', new TextEncoder().encode(head + sensors), 0o644);
  const terminal = createFakeTerminal();
  const deps = createSourceDeps();
  const checking = check(
    { config: '/agent.yaml', live: true },
    { files, terminal, live: async () => deps },
  );
  return { terminal, deps, checking };
}

test('a source that reads is shown with its first values, at once', async () => {
  const { terminal, deps, checking } = await start(counter);
  await deps.clock.advance(100);
  assert.equal(await checking, 0);
  assert.match(terminal.output, /is right: .*\nwave: one = 0, two = 0\n$/);
});

test('a source that cannot be opened is shown with its reason, and the answer is no', async () => {
  const { terminal, deps, checking } = await start(counter + serial);
  await deps.clock.advance(11_000);
  assert.equal(await checking, 1);
  assert.match(terminal.output, /\nwave: one = 0, two = 0\nsoil: waiting, .*\/dev\/ttyUSB0.*\n$/);
});

test('a source that is open and silent is no either', async () => {
  const { terminal, deps, checking } = await start(serial);
  deps.links.plug('/dev/ttyUSB0');
  await deps.clock.advance(11_000);
  assert.equal(await checking, 1);
  assert.match(terminal.output, /\nsoil: is open, and no reading came within 10s\n$/);
});

test('a source that speaks, and never to the point, is shown with what is wrong', async () => {
  const { terminal, deps, checking } = await start(serial);
  const device = deps.links.plug('/dev/ttyUSB0');
  await deps.clock.advance(500);
  device.send('\nnoise\n');
  await deps.clock.advance(11_000);
  assert.equal(await checking, 1);
  assert.match(terminal.output, /\nsoil: speaks \(0 good frames, 1 bad; the last one: .+\), and/);
});
