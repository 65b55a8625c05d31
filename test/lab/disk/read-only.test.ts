// A file system that takes no writes, as a worn card that the kernel has given up on: a small tmpfs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { createFiles } from '../../../src/io/files.ts';
import { createLevelOpener } from '../../../src/io/level/level.ts';
import { asRoot, missing } from '../needs.ts';

const skip = missing(asRoot, { what: 'mount', how: 'install mount' });

function mountReadOnly(t: TestContext): string {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-read-only-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'ro', 'none', dir]);
  t.after(() => {
    execFileSync('umount', ['-l', dir]);
    rmSync(dir, { recursive: true });
  });
  return dir;
}

test('folders, files and stores on a read-only file system are refused with its name', {
  skip,
}, async (t) => {
  const dir = mountReadOnly(t);
  const files = createFiles();
  const refusals = [
    await files.makeDir(join(dir, 'a/b'), 0o700),
    await files.writeAtomic(join(dir, 'a'), new Uint8Array(1), 0o600),
    await createLevelOpener().open(join(dir, 'a/store')),
  ];
  for (const refused of refusals) {
    assert.ok(!refused.ok);
    assert.equal(refused.failure.kind, 'forbidden');
    assert.match(refused.failure.detail, /: the file system is read-only$/);
  }
});
