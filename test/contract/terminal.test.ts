// The same program at the terminal of a real process and at the one in memory.

import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFakeTerminal } from '../fakes/terminal.ts';
import { createLine } from '../support/pty.ts';
import { listen, play, speak } from './terminal.ts';

const script = join(import.meta.dirname, 'terminal.ts');
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
    const child = spawn(process.execPath, [script, 'play'], {
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

test('the fake terminal stops when nobody reads its answers, and goes on without its complaints', async () => {
  const unheard = createFakeTerminal();
  unheard.leave('answers');
  await speak(unheard);
  assert.equal(unheard.complaints, 'to whom it may concern\nstops\n');
  const alone = createFakeTerminal();
  alone.leave('complaints');
  await speak(alone);
  assert.equal(alone.output, 'goes on\n');
});

test('a real terminal stops when nobody reads its answers', async () => {
  const child = spawn(process.execPath, [script, 'speak']);
  child.stdout.destroy();
  const complaints = collect(child, 'stderr');
  const ended = await once(child, 'close');
  assert.equal(complaints.text, 'to whom it may concern\nstops\n');
  assert.deepEqual(ended, [0, null]);
});

test('a real terminal goes on when nobody reads its complaints', async () => {
  const child = spawn(process.execPath, [script, 'speak']);
  child.stderr.destroy();
  const output = collect(child, 'stdout');
  const ended = await once(child, 'close');
  assert.equal(output.text, 'goes on\n');
  assert.deepEqual(ended, [0, null]);
});

test('the fake terminal passes keys on until nobody listens any more', async () => {
  const terminal = createFakeTerminal();
  const listening = listen(terminal);
  terminal.press('o');
  terminal.interrupt();
  await listening;
  terminal.press('p');
  assert.equal(terminal.output, 'listening\nkey o\nstopped\n');
});

test('a real terminal passes keys on as they are pressed, and Ctrl-C still stops', async (t) => {
  const line = createLine('tty');
  t.after(() => line.dispose());
  const stdin = openSync(line.path, constants.O_RDWR | constants.O_NOCTTY);
  t.after(() => closeSync(stdin));
  const child = spawn(process.execPath, [script, 'listen'], { stdio: [stdin, 'pipe', 'inherit'] });
  const output = collect(child, 'stdout');
  await output.until('listening\n');
  await line.send('o');
  await output.until('key o\n');
  await line.send('p\x03');
  const [code] = await once(child, 'close');
  assert.equal(code, 0);
  assert.equal(output.text, 'listening\nkey o\nkey p\nstopped\n');
});

test('a crash of a real process waits for the last words, and is a crash all the same', async () => {
  const child = spawn(process.execPath, [script, 'crash']);
  const output = collect(child, 'stdout');
  const complaints = collect(child, 'stderr');
  const [code] = await once(child, 'close');
  assert.equal(code, 1);
  assert.equal(output.text, 'last words on Error: a broken invariant\n');
  assert.match(complaints.text, /Error: a broken invariant\n +at /);
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
