// The demo as a visitor runs it: one process, a pulled cable, and an account that balances.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type TestContext, test } from 'node:test';
import type { AgentStatus } from '../../src/agent/status.ts';
import { missing } from '../lab/needs.ts';
import { freePort, holdfast } from '../support/holdfast.ts';
import { until } from '../support/until.ts';

const json = async <T>(url: string, init?: RequestInit): Promise<T> =>
  (await (await fetch(url, init)).json()) as T;

const bin = join(import.meta.dirname, '..', '..', 'bin', 'holdfast.cjs');

/** A demo on a free port, with a folder of its own for what it leaves behind. */
async function startDemo(t: TestContext, command: string, args: readonly string[]) {
  const temp = mkdtempSync(join(tmpdir(), 'demo-'));
  const port = await freePort();
  // script takes the command as one argument.
  const last = args.length - 2;
  const full =
    command === 'script'
      ? args.with(last, `${args[last]} --port ${port}`)
      : [...args, '--port', `${port}`];
  const child = spawn(command, full, {
    env: { ...process.env, TMPDIR: temp, TERM: 'xterm' },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  t.after(async () => {
    child.kill('SIGKILL');
    await ended;
    rmSync(temp, { recursive: true });
  });
  return {
    child,
    temp,
    ended,
    output: () => output,
    agentUrl: () => agentUrl(() => output),
    end: () => {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** Where the agent of a running demo answers, as the demo says itself. */
const agentUrl = (said: () => string): Promise<string> =>
  until('the address of the agent', () => /agent +(http:\S+)/.exec(said())?.[1]);

async function takePort(t: TestContext, port: number): Promise<void> {
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
}

test('a demo that ends by itself prints its final status and nothing else', async (t) => {
  const port = await freePort();
  await takePort(t, port + 1);
  const { code, out, err } = await holdfast('demo', '--port', `${port}`, '--for', '4s');
  assert.equal(code, 0, err);
  const status: AgentStatus = JSON.parse(out);
  assert.equal(out, `${JSON.stringify(status)}\n`);
  const { ledger, channels } = status;
  assert(channels.length >= 2);
  assert(ledger.sensed >= 3 * channels.length, `${ledger.sensed} points in four seconds`);
  assert.equal(ledger.pending, 0);
  assert.equal(ledger.delivered, ledger.sensed);
  assert(ledger.balanced);
  assert.equal(await agentUrl(() => err), `http://127.0.0.1:${port + 2}`, 'the next free port');
});

test('a demo whose port is taken says so and names the way out', async (t) => {
  const port = await freePort();
  await takePort(t, port);
  const { code, out, err } = await holdfast('demo', '--port', `${port}`, '--for', '1s');
  assert.equal(code, 75);
  assert.equal(out, '');
  assert.match(err, new RegExp(`127\\.0\\.0\\.1:${port}.*\\(in-use\\)\n.*--port`));
});

test('the cable is pulled and plugged in over HTTP, and Ctrl-C leaves nothing behind', async (t) => {
  const demo = await startDemo(t, process.execPath, [bin, 'demo', '--headless']);
  const agent = await demo.agentUrl();
  const status = () => json<AgentStatus>(`${agent}/status`);
  const plug = (on: boolean) =>
    json<{ on: boolean; platform: string }>(`${agent}/demo/uplink`, {
      method: 'POST',
      body: JSON.stringify({ on }),
    });

  await until('a first delivery', async () => (await status()).ledger.delivered > 0);
  assert.equal((await plug(false)).on, false);
  const away = await until('points that wait', async () => {
    const now = await status();
    return now.ledger.pending > 9 && now;
  });
  assert.equal(away.uplink.state, 'offline');
  assert(away.ledger.balanced);

  const pulledMs = performance.now();
  const { platform } = await plug(true);
  await until('an empty buffer', async () => {
    const { ledger, uplink } = await status();
    return ledger.pending === 0 && uplink.state === 'online' && ledger.delivered > 9;
  });
  assert(performance.now() - pulledMs < 10_000, 'nobody waits out a backoff');
  assert((await json<{ points: number }>(`${platform}/status`)).points >= away.ledger.sensed);
  for (const page of [agent, platform]) {
    const answer = await fetch(page);
    assert.match(answer.headers.get('content-type') ?? '', /text\/html/);
    assert.match(await answer.text(), /<!doctype html>/);
  }

  assert.equal(await demo.end(), 0);
  assert.match(demo.output(), /\d+ sensed = \d+ delivered/);
  assert.deepEqual(readdirSync(demo.temp), [], 'the temporary folder is gone');
});

const script = missing({ what: 'script', how: 'apt-get install bsdutils' });

test('on a terminal the keys pull the cable and quit, and the screen is given back', {
  skip: script,
}, async (t) => {
  const command = [process.execPath, bin, 'demo'].join(' ');
  const demo = await startDemo(t, 'script', ['-qec', command, '/dev/null']);
  const press = (key: string) => demo.child.stdin?.write(key);
  await until('a lamp', () => demo.output().includes('● online'));
  press('o');
  await until('an outage', () => demo.output().includes('● offline'));
  await until('a cable to plug in', () => demo.output().includes('plug the cable back in'));
  press('o');
  const seen = demo.output().length;
  await until('the uplink again', () => demo.output().slice(seen).includes('● online'));
  press('q');
  assert.equal(await demo.ended, 0);
  const entered = demo.output().indexOf('\x1b[?1049h');
  const left = demo.output().indexOf('\x1b[?1049l');
  assert(entered >= 0 && left > entered);
  assert.match(demo.output().slice(left), /\d+ sensed = \d+ delivered/);
});
