// The same cases on a real folder and on the tree in memory.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { failure } from '../../src/core/failure.ts';
import type { Files } from '../../src/core/ports/files.ts';
import { err, ok, type Result } from '../../src/core/result.ts';
import { createFiles } from '../../src/io/files.ts';
import { createFakeFiles } from '../fakes/files.ts';

interface Subject {
  readonly files: Files;
  readonly root: string;
}

const subjects: Record<string, (t: TestContext) => Promise<Subject>> = {
  fake: async () => ({ files: createFakeFiles(['/state']), root: '/state' }),
  real: async (t) => {
    const root = await mkdtemp(join(tmpdir(), 'holdfast-files-'));
    t.after(() => rm(root, { recursive: true }));
    return { files: createFiles(), root };
  },
};

const bytes = (text: string) => new TextEncoder().encode(text);
const unwrap = <T>(result: Result<T>): T => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};
const kindOf = (result: Result<unknown>) => (result.ok ? 'ok' : result.failure.kind);

for (const [name, make] of Object.entries(subjects)) {
  describe(`files (${name})`, () => {
    test('what was written is read, and written over whole', async (t) => {
      const { files, root } = await make(t);
      const path = `${root}/a`;
      unwrap(await files.writeAtomic(path, bytes('a long first text'), 0o600));
      unwrap(await files.writeAtomic(path, bytes('short'), 0o600));
      assert.deepEqual(unwrap(await files.read(path, 5)), bytes('short'));
      assert.deepEqual(unwrap(await files.list(root)), ['a']);
    });

    test('an empty file and one of many chunks come back as they were', async (t) => {
      const { files, root } = await make(t);
      const large = new Uint8Array(200_000).map((_, i) => i % 251);
      for (const content of [new Uint8Array(0), large]) {
        unwrap(await files.writeAtomic(`${root}/a`, content, 0o600));
        assert.deepEqual(unwrap(await files.read(`${root}/a`, 1_000_000)), content);
      }
    });

    test('pieces become a file, and a file comes in pieces', async (t) => {
      const { files, root } = await make(t);
      const large = new Uint8Array(200_000).map((_, i) => i % 251);
      async function* pieces() {
        for (let at = 0; at < large.length; at += 30_000) yield ok(large.slice(at, at + 30_000));
      }
      unwrap(await files.writePieces(`${root}/a`, pieces(), 0o600));
      assert.deepEqual(unwrap(await files.read(`${root}/a`, 1_000_000)), large);
      const read: Uint8Array[] = [];
      for await (const piece of files.readPieces(`${root}/a`)) read.push(unwrap(piece));
      assert.deepEqual(new Uint8Array(Buffer.concat(read)), large);
    });

    test('a failure among the pieces leaves the old file, and nothing else', async (t) => {
      const { files, root } = await make(t);
      unwrap(await files.writeAtomic(`${root}/a`, bytes('old'), 0o600));
      async function* pieces() {
        yield ok(bytes('new'));
        yield err(failure('offline', 'the rest did not come'));
      }
      assert.equal(kindOf(await files.writePieces(`${root}/a`, pieces(), 0o600)), 'offline');
      assert.deepEqual(unwrap(await files.read(`${root}/a`, 9)), bytes('old'));
      assert.deepEqual(unwrap(await files.list(root)), ['a']);
    });

    test('pieces of a file that is not there are one failure', async (t) => {
      const { files, root } = await make(t);
      const kinds: string[] = [];
      for await (const piece of files.readPieces(`${root}/none`)) kinds.push(kindOf(piece));
      assert.deepEqual(kinds, ['not-found']);
    });

    test('a file larger than the bound is too large, one of exactly the bound is not', async (t) => {
      const { files, root } = await make(t);
      unwrap(await files.writeAtomic(`${root}/a`, bytes('12345'), 0o600));
      assert.equal(kindOf(await files.read(`${root}/a`, 4)), 'too-large');
      assert.equal(kindOf(await files.read(`${root}/a`, 5)), 'ok');
    });

    test('what is not there is not found', async (t) => {
      const { files, root } = await make(t);
      assert.equal(kindOf(await files.read(`${root}/none`, 10)), 'not-found');
      assert.equal(kindOf(await files.list(`${root}/none`)), 'not-found');
      assert.equal(kindOf(await files.freeBytes(`${root}/none`)), 'not-found');
      assert.equal(
        kindOf(await files.writeAtomic(`${root}/none/a`, bytes(''), 0o600)),
        'not-found',
      );
    });

    test('a folder is made with its parents, and again without complaint', async (t) => {
      const { files, root } = await make(t);
      unwrap(await files.makeDir(`${root}/x/y`, 0o700));
      unwrap(await files.makeDir(`${root}/x/y`, 0o700));
      for (const leaf of ['b', 'a'])
        unwrap(await files.writeAtomic(`${root}/x/${leaf}`, bytes(leaf), 0o600));
      assert.deepEqual(unwrap(await files.list(`${root}/x`)), ['a', 'b', 'y']);
    });

    test('no folder is made where a file stands, or below it', async (t) => {
      const { files, root } = await make(t);
      unwrap(await files.writeAtomic(`${root}/a`, bytes('a'), 0o600));
      assert.equal(kindOf(await files.makeDir(`${root}/a`, 0o700)), 'io');
      assert.equal(kindOf(await files.makeDir(`${root}/a/b/c`, 0o700)), 'io');
      assert.deepEqual(unwrap(await files.list(root)), ['a']);
    });

    test('a folder is no file, and a refused write leaves nothing behind', async (t) => {
      const { files, root } = await make(t);
      unwrap(await files.makeDir(`${root}/x`, 0o700));
      assert.equal(kindOf(await files.read(`${root}/x`, 10)), 'io');
      assert.equal(kindOf(await files.writeAtomic(`${root}/x`, bytes('a'), 0o600)), 'io');
      assert.deepEqual(unwrap(await files.list(root)), ['x']);
    });

    test('a relative path becomes one from the root on, and an absolute one stays', async (t) => {
      const { files } = await make(t);
      assert.match(files.absolute('./some/folder'), /^\/(.+\/)?some\/folder$/);
      assert.equal(files.absolute('/some/folder'), '/some/folder');
    });

    test('the file system says how much room it has', async (t) => {
      const { files, root } = await make(t);
      assert.ok(unwrap(await files.freeBytes(root)) > 0);
    });
  });
}
