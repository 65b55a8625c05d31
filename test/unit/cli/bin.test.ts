// bin/holdfast.cjs: the way in, on whatever Node the visitor has.

import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { delimiter, join } from 'node:path';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../../..');
const bin = join(root, 'bin/holdfast.cjs');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Milliseconds until a process that should be gone has failed its test. */
const timeout = 60_000;

/** A Node on the PATH that cannot run our sources by itself. */
function findOldNode(): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'node'));
  return [...places, '/usr/bin/node', '/usr/local/bin/node'].find((node) => {
    if (!existsSync(node)) return false;
    const major = Number(execFileSync(node, ['-p', 'process.versions.node.split(".")[0]']));
    return major >= 20 && major < 24;
  });
}

const oldNode = findOldNode();
const nodes: Readonly<Record<string, { node: string; skip?: string }>> = {
  'this Node': { node: process.execPath },
  'an older Node':
    oldNode === undefined ? { node: '', skip: 'no Node 20 to 23 on the PATH' } : { node: oldNode },
};

/** A clean environment: npm itself may run these tests. */
const { npm_lifecycle_event: _, ...env } = process.env;

function start(node: string, ...args: string[]) {
  const child = spawn(node, [bin, ...args], { cwd: '/', env });
  let output = '';
  let heard = () => {};
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    heard();
  });
  const said = (text: string) =>
    new Promise<void>((resolve) => {
      heard = () => output.includes(text) && resolve();
      heard();
    });
  return { child, said, output: () => output };
}

/** The processes that this one has started, and theirs. */
function familyOf(pid: number): number[] {
  const parents = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => [Number(name), parentOf(Number(name))] as const);
  const children = parents.filter(([, parent]) => parent === pid).map(([child]) => child);
  return [...children, ...children.flatMap(familyOf)];
}

function parentOf(pid: number): number | undefined {
  try {
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').pop()?.split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Gone, or dead and not yet buried. */
const isGone = (pid: number): boolean => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return true;
  }
};

type Context = { after(fn: () => void): void };

/** The address of an agent that is played here. */
async function playAgent(t: Context): Promise<string> {
  const server = createServer((_, answer) => {
    answer.end(JSON.stringify({ ledger: { sensed: 1 } }));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  return `http://127.0.0.1:${address.port}`;
}

/** `status --watch` runs until it is stopped. */
async function startWatching(node: string, t: Context) {
  const url = await playAgent(t);
  const started = start(node, 'status', '--json', '--watch', '--url', url);
  t.after(() => started.child.kill('SIGKILL'));
  await started.said('{"ledger"');
  return started;
}

const ended = async (child: ChildProcess) => {
  const [code, signal] = await once(child, 'exit');
  return { code, signal };
};

for (const [name, { node, skip }] of Object.entries(nodes))
  describe(`on ${name}`, { skip: skip ?? false }, () => {
    test('answers, and keeps the exit code', async () => {
      const asked = start(node, '--version');
      assert.deepEqual(await ended(asked.child), { code: 0, signal: null });
      assert.equal(asked.output(), `${version}\n`);
      const wrong = start(node, 'no-such-command');
      assert.deepEqual(await ended(wrong.child), { code: 2, signal: null });
    });

    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      test(`stops cleanly at ${signal}`, async (t) => {
        const { child } = await startWatching(node, t);
        child.kill(signal);
        assert.deepEqual(await ended(child), { code: 0, signal: null });
      });

    test('leaves no process behind when it is killed', { timeout }, async (t) => {
      const { child } = await startWatching(node, t);
      const family = familyOf(child.pid ?? 0);
      child.kill('SIGKILL');
      await ended(child);
      while (!family.every(isGone)) await sleep(10);
    });
  });

test('an older Node ends by the signal that killed what it started', {
  skip: nodes['an older Node']?.skip ?? false,
}, async (t) => {
  const { child } = await startWatching(oldNode ?? '', t);
  const [started] = familyOf(child.pid ?? 0);
  assert.ok(started !== undefined);
  process.kill(started, 'SIGKILL');
  assert.deepEqual(await ended(child), { code: null, signal: 'SIGKILL' });
});

test('ends when npx or its shell is gone, since these pass no signal on', {
  timeout,
}, async (t) => {
  const words = [process.execPath, bin, 'status', '--json', '--watch', '--url'];
  const command = [...words, await playAgent(t)].join(' ');
  // As npx does: a shell that starts us and waits.
  const shell = spawn('/bin/sh', ['-c', `${command}; true`], {
    env: { ...env, npm_lifecycle_event: 'npx' },
  });
  await once(shell.stdout, 'data');
  const family = familyOf(shell.pid ?? 0);
  assert.equal(family.length, 1);
  shell.kill('SIGTERM');
  while (!family.every(isGone)) await sleep(10);
});
