// How the journal looks to its readers, and what it never tells.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { createJournal, type JournalOptions } from '../../../src/io/journal.ts';

function record(options: JournalOptions) {
  const lines: string[] = [];
  return { lines, journal: createJournal({ ...options, write: (line) => lines.push(line) }) };
}

const key = '0123456789abcdef0123456789ABCDEF01234567';

for (const shape of ['person', 'program', 'journald'] as const)
  test(`a key never leaves, in lines for a ${shape}`, () => {
    const { journal, lines } = record({ shape });
    journal.info(`found ${key}`, { cik: key, url: `http://host/${key}?${key}`, long: `${key}0` });
    assert.equal(lines.length, 1);
    assert.ok(!lines[0]?.replace(`${key}0`, '').includes(key), lines[0]);
    assert.ok(lines[0]?.includes(`${key}0`), '41 digits are no key');
  });

test('what is less than the level is left out', () => {
  const { journal, lines } = record({ level: 'warn', shape: 'person' });
  journal.debug('a');
  journal.info('b');
  journal.warn('c');
  journal.error('d');
  assert.deepEqual(
    lines.map((line) => line.slice(9)),
    ['warn  c\n', 'error d\n'],
  );
});

test('a person reads the time of day, the level, the event and its fields', () => {
  const { journal, lines } = record({ shape: 'person' });
  journal.info('uplink online', { url: 'http://x', tries: 2 });
  assert.match(
    lines[0] ?? '',
    /^\d\d:\d\d:\d\d info {2}uplink online {2}url="http:\/\/x" {2}tries=2\n$/,
  );
});

const script = (body: string) =>
  `import { createJournal } from ${JSON.stringify(import.meta.resolve('../../../src/io/journal.ts'))};
   const journal = createJournal(); ${body}`;

const start = (body: string, env: Record<string, string> = {}) =>
  spawn(process.execPath, ['--input-type=module', '-e', script(body)], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });

test('under systemd each line begins with its priority, and none is lost at exit', async () => {
  const child = start(`journal.info('one'); journal.error('two'); process.exit(0);`, {
    JOURNAL_STREAM: '8:1234',
  });
  let text = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  await once(child, 'close');
  // What is written in the moment of the exit may overtake what was on its way.
  const lines = text.trimEnd().split('\n').sort().reverse();
  assert.equal(lines.length, 2);
  assert.match(lines[0] ?? '', /^<6>\{.*"event":"one"\}$/);
  assert.match(lines[1] ?? '', /^<3>\{.*"event":"two"\}$/);
});

test('a reader that does not read stops nothing', async () => {
  // Several times what a pipe and the journal's own queue hold.
  const child = start(`
    const pad = 'x'.repeat(1000);
    for (let i = 0; i < 10_000; i++) {
      journal.info('line', { i, pad });
      if (i % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    process.stdout.write('went on', () => process.kill(process.pid, 'SIGKILL'));
  `);
  const [chunk] = await once(child.stdout, 'data');
  assert.equal(String(chunk), 'went on');
  await once(child, 'exit');
});
