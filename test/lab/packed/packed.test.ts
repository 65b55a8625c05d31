// The one-file binaries, as a user starts them: on this machine, and on an emulated arm64.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentStatus } from '../../../src/agent/status.ts';
import { createLine } from '../../support/pty.ts';
import { read, root } from '../../unit/tidy/tree.ts';
import { type Machine, machines, type Running, until } from './machine.ts';

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
    await until(
      'the platform answers',
      () => fetch(`${url}/healthz`),
      ({ ok }) => ok,
    );
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
  const status = async (): Promise<AgentStatus> =>
    (await fetch(`http://127.0.0.1:${statusPort}/status`)).json() as Promise<AgentStatus>;

  const before = await until('points arrive', status, ({ ledger }) => ledger.delivered >= 3);
  const door = before.sources.find((source) => source.name === 'door');
  // The kernel was asked for its chips: koffi has loaded, and called into libc.
  assert.equal(door?.state, 'waiting');
  assert.match(door?.detail ?? '', /gpiochip/);

  platform.kill('SIGKILL');
  await platform.ended;
  await until('points wait', status, ({ ledger }) => ledger.pending >= 3);
  platform = await startPlatform();
  talking.stop();
  const cik = readFileSync(cikFile, 'latin1').trim();
  const account = async () => ({
    ...(await status()).ledger,
    held: (await history(url, cik, 'level')).length,
  });
  const arrived = (all: Awaited<ReturnType<typeof account>>) =>
    all.pending === 0 && all.delivered >= 6 && all.held === all.delivered;
  const all = await until('the platform holds each point once', account, arrived);
  assert.ok(all.balanced, JSON.stringify(all));
  assert.equal(all.delivered, all.sensed);

  agent.kill('SIGTERM');
  assert.equal((await agent.ended).code, 0);
}

/** Starts the binary; whatever becomes of the test, it does not stay. */
function start(t: TestContext, machine: Machine, ...args: readonly string[]): Running {
  const running = machine.start(...args);
  t.after(async () => {
    running.kill('SIGKILL');
    await running.ended;
  });
  return running;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
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
