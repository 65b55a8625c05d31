// `check` on the folders of test/cases/config: each has a file and what is to be said of it.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { check } from '../../../src/cli/check.ts';
import { createFakeFiles } from '../../fakes/files.ts';
import { createFakeTerminal } from '../../fakes/terminal.ts';

const root = join(import.meta.dirname, '../../cases/config');
const bytes = (text: string) => new TextEncoder().encode(text);
const live = () => assert.fail('no source is opened');
const key = '0123456789abcdef0123456789abcdef01234567';

/** The answer of `check`, its warnings, and how it ends. */
async function say(input: Uint8Array): Promise<string> {
  const files = createFakeFiles(['/keys']);
  await files.writeAtomic('/keys/good', bytes(`${key}\n`), 0o600);
  await files.writeAtomic('/keys/bad', bytes(`${key.slice(1)}\n`), 0o600);
  await files.writeAtomic('/input.yaml', input, 0o644);
  const terminal = createFakeTerminal({ env: { GOOD_CIK: key } });
  const code = await check({ config: '/input.yaml' }, { files, terminal, live });
  return `${terminal.output}${terminal.complaints}exit ${code}\n`.replaceAll(
    '/input.yaml',
    'input.yaml',
  );
}

for (const name of readdirSync(root))
  test(`check says what is to be said of ${name}`, async () => {
    const expected = readFileSync(join(root, name, 'expected.txt'), 'utf8');
    assert.equal(await say(readFileSync(join(root, name, 'input.yaml'))), expected);
  });

test('a file that is not there, or too large, is one problem', async () => {
  const files = createFakeFiles();
  const terminal = createFakeTerminal();
  assert.equal(await check({ config: '/none.yaml' }, { files, terminal, live }), 1);
  await files.writeAtomic('/large.yaml', new Uint8Array(2 ** 20 + 1), 0o644);
  assert.equal(await check({ config: '/large.yaml' }, { files, terminal, live }), 1);
  assert.match(terminal.output, /^\/none\.yaml does not exist\n\/large\.yaml is larger than .*\n$/);
});
