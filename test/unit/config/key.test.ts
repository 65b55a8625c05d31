// Where the key of a device comes from, and what is said when it does not.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readKey } from '../../../src/agent/config/key.ts';
import { failure } from '../../../src/core/failure.ts';
import { createFakeFiles } from '../../fakes/files.ts';

const key = '0123456789abcdef0123456789abcdef01234567';

async function disk(text: string) {
  const files = createFakeFiles(['/keys']);
  await files.writeAtomic('/keys/cik', new TextEncoder().encode(text), 0o600);
  return { files, env: { CIK: `${key.toUpperCase()}\n`, BAD: 'no key' } };
}

test('a key is taken from the file, its file or the environment, in lower case', async () => {
  const deps = await disk(`  ${key.toUpperCase()}\r\n`);
  for (const source of [key, { file: '/keys/cik' }, { env: 'CIK' }])
    assert.deepEqual(await readKey(source, deps), { ok: true, value: key });
});

test('a key that is not there yet may still come; what is no key is a mistake', async () => {
  const deps = await disk(key.slice(1));
  const kindOf = async (source: Parameters<typeof readKey>[0]) => {
    const read = await readKey(source, deps);
    assert.ok(!read.ok);
    assert.ok(!read.failure.detail.includes(key.slice(1)), 'the key stays out of the message');
    return read.failure.kind;
  };
  assert.equal(await kindOf({ file: '/keys/none' }), 'unauthorised');
  assert.equal(await kindOf({ file: '/keys/cik' }), 'config');
  assert.equal(await kindOf({ env: 'NONE' }), 'config');
  assert.equal(await kindOf({ env: 'BAD' }), 'config');
  deps.files.failWith(failure('forbidden', 'not yours'));
  assert.equal(await kindOf({ file: '/keys/cik' }), 'forbidden');
});
