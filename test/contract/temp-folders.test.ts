// TempFolders: names in memory and real folders keep one contract.

import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { TempFolders } from '../../src/core/ports/temp-folders.ts';
import { createTempFolders } from '../../src/io/temp-folders.ts';
import { createFakeTempFolders } from '../fakes/temp-folders.ts';

const fake = createFakeTempFolders();
const subjects: readonly [string, TempFolders, (path: string) => boolean][] = [
  ['fake', fake, (path) => fake.paths.has(path)],
  ['real', createTempFolders(), existsSync],
];

for (const [name, folders, exists] of subjects)
  test(`${name}: each folder is a new one, and is gone when it was removed, also twice`, async () => {
    const [one, two] = [await folders.make(), await folders.make()];
    assert(one.ok && two.ok);
    assert.notEqual(one.value.path, two.value.path);
    assert(exists(one.value.path) && exists(two.value.path));
    await one.value.remove();
    await one.value.remove();
    assert(!exists(one.value.path) && exists(two.value.path));
    await two.value.remove();
    assert(!exists(two.value.path));
  });

test('a real folder is empty, private, and removed with what is in it', async () => {
  const made = await createTempFolders().make();
  assert(made.ok);
  const { path } = made.value;
  assert.deepEqual(readdirSync(path), []);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  mkdirSync(join(path, 'deep'));
  writeFileSync(join(path, 'deep', 'file'), 'x');
  await made.value.remove();
  assert(!existsSync(path));
});

test('without a place for temporary files making one fails, and says so', async () => {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = '/proc/none';
  const made = await createTempFolders().make();
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  assert.equal(!made.ok && made.failure.kind, 'io');
});
