// The same program at the terminal of a real process and at the one in memory.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFakeTerminal } from '../fakes/terminal.ts';
import { play } from './terminal.ts';

const greeting = { GREETING: 'hello' };
const answer = 'screen false, 80 columns, hello\n';

test('the fake terminal keeps answers and complaints apart, and stops at Ctrl-C', async () => {
  const terminal = createFakeTerminal({ env: greeting });
  const played = play(terminal);
  assert.equal(terminal.output, answer);
  assert.equal(terminal.complaints, 'to whom it may concern\n');
  terminal.interrupt();
  terminal.interrupt();
  await played;
  assert.equal(terminal.complaints, 'to whom it may concern\nstopping\n');
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  test(`a real terminal stops at ${signal}, and at no other signal again`, async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'terminal.ts')], {
      env: { ...process.env, ...greeting },
    });
    const output = collect(child, 'stdout');
    const complaints = collect(child, 'stderr');
    await complaints.until('concern\n');
    await output.until('hello\n');
    child.kill(signal);
    await complaints.until('stopping\n');
    child.kill('SIGTERM');
    const [code] = await once(child, 'close');
    assert.equal(code, 0);
    assert.equal(output.text, `${answer}stopped\n`);
    assert.equal(complaints.text, 'to whom it may concern\nstopping\n');
  });

test('a reader that goes away does not end the program', async () => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'terminal.ts')], {
    env: { ...process.env, ...greeting },
  });
  child.stdout.destroy();
  const complaints = collect(child, 'stderr');
  await complaints.until('concern\n');
  child.kill('SIGINT');
  const [code, signal] = await once(child, 'close');
  assert.deepEqual([code, signal], [0, null]);
});

function collect(child: ChildProcess, name: 'stdout' | 'stderr') {
  let text = '';
  let heard = () => {};
  child[name]?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    heard();
  });
  return {
    get text() {
      return text;
    },
    until: (ending: string) =>
      new Promise<void>((resolve) => {
        heard = () => text.endsWith(ending) && resolve();
        heard();
      }),
  };
}
