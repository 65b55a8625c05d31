// The command line as a whole: what each way to call it answers, and with which exit code.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Command } from 'commander';
import { addCommands } from '../../../src/cli/program/commands.ts';
import { holdfast } from '../../../src/cli/program/program.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';

const root = join(import.meta.dirname, '../../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

async function call(...argv: string[]) {
  const terminal = createFakeTerminal();
  const code = await holdfast(argv, terminal);
  return { code, output: terminal.output, complaints: terminal.complaints };
}

test('--version answers everywhere, whatever else stands there', async () => {
  for (const argv of [
    ['--version'],
    ['-V'],
    ['check', '--version'],
    ['run', '--config', 'x', '--version'],
  ])
    assert.deepEqual(await call(...argv), { code: 0, output: `${version}\n`, complaints: '' });
});

test('help is an answer, and no command at all is wrong usage', async () => {
  for (const argv of [['--help'], ['-h'], ['help'], ['help', 'check'], ['check', '--help']]) {
    const { code, output, complaints } = await call(...argv);
    assert.deepEqual([code, complaints], [0, ''], argv.join(' '));
    assert.match(output, /^Usage: holdfast /);
  }
  const { code, output, complaints } = await call();
  assert.deepEqual([code, output], [2, '']);
  assert.match(complaints, /^Usage: holdfast /);
});

test('the help of the whole has an example that runs as it stands', async () => {
  assert.match((await call('--help')).output, /\nExample:\n {2}holdfast demo\n$/);
  assert.doesNotMatch((await call('check', '--help')).output, /holdfast demo/);
});

test('every command has an example in its help', async () => {
  const program = new Command('holdfast');
  addCommands(program, createFakeTerminal(), () => {});
  const names = program.commands.map((command) => command.name());
  for (const name of ['run', 'platform', 'enroll', 'check', 'status'])
    assert.ok(names.includes(name), name);
  for (const name of names)
    assert.match(
      (await call(name, '--help')).output,
      new RegExp(`\nExample:\n  holdfast ${name} `),
    );
});

const wrong: Readonly<Record<string, readonly [argv: readonly string[], complaint: RegExp]>> = {
  'an unknown command, with the one that was meant': [['chekc'], /Did you mean check\?/],
  'an unknown option, with the one that was meant': [
    ['status', '--wacth'],
    /Did you mean --watch\?/,
  ],
  'a missing option': [['check'], /--config <file>/],
  'an argument too many': [['check', '--config', 'x', 'y'], /too many arguments/],
  'no address': [['status', '--url', 'localhost'], /such as http:\/\/127\.0\.0\.1:8420/],
  'no key': [
    ['enroll', '--platform', 'http://x', '--owner-cik', 'abc', '--device', 'd', '--cik-file', 'f'],
    /40 hexadecimal digits/,
  ],
  'no address to listen on': [['platform', '--listen', '8420', '--data', 'd'], /HOST:PORT/],
};
for (const [name, [argv, complaint]] of Object.entries(wrong))
  test(`wrong usage is 2: ${name}`, async () => {
    const { code, output, complaints } = await call(...argv);
    assert.deepEqual([code, output], [2, '']);
    assert.match(complaints, complaint);
  });

test('check is 1 for a bad file', async () => {
  const { code, output } = await call(
    'check',
    '--config',
    join(root, 'test/cases/config/missing-keys/input.yaml'),
  );
  assert.equal(code, 1);
  assert.match(output, /input\.yaml:1:1 device: is missing\n/);
});

test('run is 78 for a bad file, and names what check names', async () => {
  const config = join(root, 'test/cases/config/missing-keys/input.yaml');
  const { code, complaints } = await call('run', '--config', config);
  assert.equal(code, 78);
  assert.equal(complaints, (await call('check', '--config', config)).output);
});
