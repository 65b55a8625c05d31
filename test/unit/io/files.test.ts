// What the contract suite cannot ask of the fake: modes, kernel files and refusals.

import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createFiles } from '../../../src/io/files.ts';

test('a file has the mode it was given whatever the umask, also when it is written over', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-files-'));
  const umask = process.umask(0o077);
  t.after(async () => {
    process.umask(umask);
    await rm(root, { recursive: true });
  });
  const path = join(root, 'a');
  for (const mode of [0o644, 0o600]) {
    assert.ok((await createFiles().writeAtomic(path, new Uint8Array(1), mode)).ok);
    assert.equal((await stat(path)).mode & 0o777, mode);
  }
});

test('a kernel file, whose size is said to be 0, is read to its end', async () => {
  const read = await createFiles().read('/proc/self/status', 1_000_000);
  assert.ok(read.ok && new TextDecoder().decode(read.value).includes('VmRSS'));
});

test('a refusal says what was tried and the word of the system for it', async () => {
  const written = await createFiles().writeAtomic('/proc/holdfast', new Uint8Array(1), 0o600);
  assert.ok(!written.ok);
  assert.match(written.failure.detail, /^cannot write \/proc\/holdfast: E[A-Z]+$/);
});
