// What the contract suite cannot ask of the fake: modes, kernel files and refusals.

import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
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

test('a refusal says what was tried and why it failed, in words', async () => {
  const written = await createFiles().writeAtomic('/proc/holdfast', new Uint8Array(1), 0o600);
  assert.ok(!written.ok);
  assert.match(written.failure.detail, /^cannot write \/proc\/holdfast: [a-z ]+$/);
});

test('a folder below one that takes none is refused at once, and the one that refuses is named', async () => {
  const made = await createFiles().makeDir('/proc/holdfast/deep/er', 0o700);
  assert.ok(!made.ok);
  assert.match(made.failure.detail, /^cannot make the folder \/proc\/holdfast: /);
});

test('folders have the mode they were given, and those that were there keep theirs', async (t) => {
  const root = await mkdtemp(join(tmpdir(), 'holdfast-files-'));
  t.after(() => rm(root, { recursive: true }));
  await chmod(root, 0o755);
  assert.ok((await createFiles().makeDir(join(root, 'a/b'), 0o700)).ok);
  const modes = await Promise.all(['', 'a', 'a/b'].map((path) => stat(join(root, path))));
  assert.deepEqual(
    modes.map(({ mode }) => mode & 0o777),
    [0o755, 0o700, 0o700],
  );
});
