// The one-file binaries, as a user starts them: on this machine, and on an emulated arm64.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '../../../src/agent/status.ts';
import type { Ledger } from '../../../src/core/ledger.ts';
import { freePort } from '../../support/holdfast.ts';
import { createLine } from '../../support/pty.ts';
import { until } from '../../support/until.ts';
import { read, root } from '../../unit/tidy/tree.ts';
import { type Machine, machines, type Running } from './machine.ts';

/** An emulated machine that shares its only core takes its time. */
const patienceMs = 120_000;

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-packed-'));
after(() => rmSync(scratch, { recursive: true, force: true }));

for (const machine of machines) {
  const { name, skip } = machine;

  test(`${name}: the binary says its version`, { skip }, async () => {
    const { code, out, err } = await machine.run('--version');
    const { version } = JSON.parse(read('package.json'));
    assert.deepEqual({ code, out, err }, { code: 0, out: `${version}\n`, err: '' });
  });

  test(`${name}: the binary finds the example file right`, { skip }, async () => {
    const example = join(root, 'config/agent.example.yaml');
    const { code, err } = await machine.run('check', '--config', example);
    assert.equal(code, 0, err);
  });

  test(`${name}: ten seconds of demo end with every point accounted for`, { skip }, async () => {
    const dir = join(scratch, `demo-${name}`);
    const port = `${await freePort()}`;
    const flags = ['--headless', '--for', '10s', '--port', port, '--dir', dir];
    const { code, out, err } = await machine.run('demo', ...flags);
    assert.equal(code, 0, err);
    const { ledger }: AgentStatus = JSON.parse(out);
    assert.ok(ledger.balanced, out);
    assert.equal(ledger.pending, 0);
    assert.ok(ledger.delivered >= 10, out);
  });

  test(`${name}: a serial line reaches the platform through an outage`, { skip }, async (t) => {
    await serialThroughOutage(machine, t);
  });
}

async function serialThroughOutage(machine: Machine, t: TestContext): Promise<void> {
  const folder = mkdtempSync(join(scratch, machine.name));
  const [platformPort, statusPort] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${platformPort}`;
  const data = join(folder, 'platform');
  const cikFile = join(folder, 'cik');

  const startPlatform = async () => {
    const running = start(t, machine, 'platform', '--listen', url.slice(7), '--data', data);
    await until('the platform answers', () => answers(`${url}/healthz`), patienceMs);
    return running;
  };
  let platform = await startPlatform();
  const ownerCik = readFileSync(join(data, 'root-cik'), 'latin1').trim();
  const owned = ['--platform', url, '--owner-cik', ownerCik, '--device', 'lab'];
  const enrolled = await machine.run('enroll', ...owned, '--cik-file', cikFile);
  assert.equal(enrolled.code, 0, enrolled.err);

  const line = createLine();
  const talking = talk(line);
  t.after(() => {
    talking.stop();
    line.dispose();
  });
  const config = join(folder, 'agent.yaml');
  writeFileSync(config, agentFile({ folder, url, cikFile, statusPort, port: line.path }));
  const agent = start(t, machine, 'run', '--config', config);
  const endpoint = `http://127.0.0.1:${statusPort}/status`;
  await until('the agent answers', () => answers(endpoint), patienceMs);
  const status = async () => (await fetch(endpoint)).json() as Promise<AgentStatus>;
  /** The status in which the ledger is as it should be. */
  const when = (what: string, enough: (ledger: Ledger) => boolean) =>
    until(
      what,
      async () => {
        const now = await status();
        return enough(now.ledger) && now;
      },
      patienceMs,
    );

  const before = await when('points arrive', ({ delivered }) => delivered >= 3);
  const door = before.sources.find((source) => source.name === 'door');
  // The kernel was asked for its chips: koffi has loaded, and called into libc.
  assert.equal(door?.state, 'waiting');
  assert.match(door?.detail ?? '', /gpiochip/);

  platform.kill('SIGKILL');
  await platform.ended;
  await when('points wait', ({ pending }) => pending >= 3);
  platform = await startPlatform();
  talking.stop();
  const cik = readFileSync(cikFile, 'latin1').trim();
  const arrived = async () => {
    const held = await history(url, cik, 'level');
    const { ledger } = await status();
    const { delivered, pending } = ledger;
    return pending === 0 && delivered >= 6 && held.length === delivered && ledger;
  };
  const all = await until('the platform holds each point once', arrived, patienceMs);
  assert.ok(all.balanced, JSON.stringify(all));
  assert.equal(all.delivered, all.sensed);

  agent.kill('SIGTERM');
  assert.equal((await agent.ended).code, 0);
}

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

/** Starts the binary; whatever becomes of the test, it does not stay. */
function start(t: TestContext, machine: Machine, ...args: readonly string[]): Running {
  const running = machine.start(...args);
  t.after(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });
  return running;
}

interface Places {
  readonly folder: string;
  readonly url: string;
  readonly cikFile: string;
  readonly statusPort: number;
  readonly port: string;
}

const agentFile = ({ folder, url, cikFile, statusPort, port }: Places): string => `
device: lab
state: ${join(folder, 'state')}
platform:
  url: ${url}
  cik: { file: ${cikFile} }
status:
  listen: 127.0.0.1:${statusPort}
sensors:
  - name: tank
    kind: serial
    port: ${port}
    baud: 9600
    frame: line
    decode: json
    channels:
      level: {}
  - name: door
    kind: gpio
    channels:
      open: { line: { chip: gpiochip99, offset: 0 }, edge: both }
`;

/** Sends a reading five times a second, until it is told to stop. */
function talk(line: ReturnType<typeof createLine>): { stop(): void } {
  let talking = true;
  const go = async () => {
    for (let level = 0; talking; level += 1) {
      await line.send(`{"level":${level / 4}}\n`);
      await sleep(200);
    }
  };
  void go();
  return {
    stop() {
      talking = false;
    },
  };
}

/** All that the platform holds of this dataport, newest first, as [second, value]. */
async function history(url: string, cik: string, alias: string): Promise<unknown[]> {
  const options = { limit: 10_000, sort: 'desc', starttime: 0 };
  const calls = [{ id: 1, procedure: 'read', arguments: [{ alias }, options] }];
  const answer = await fetch(`${url}/onep:v1/rpc/process`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ auth: { cik }, calls }),
  });
  const [first] = (await answer.json()) as { result: unknown[] }[];
  return first?.result ?? [];
}
