// Makes folders level by level. Node's own recursive way never returns below /proc, and says of a
// read-only file system that the folder above is missing.

import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure } from '../core/failure.ts';
import { done, err, type Result } from '../core/result.ts';
import { errorCode, thrownFailure } from './errno.ts';

/**
 * The folder and its parents, with this mode for those that are new. Failures: `forbidden` (a read-only
 * file system too), `disk-full`, `not-found` where no folder can be made, `io` for a file in the way.
 */
export async function makeFolders(path: string, mode: number): Promise<Result<void>> {
  const first = await makeOne(path, mode);
  const above = dirname(path);
  if (first.ok || first.failure.kind !== 'not-found' || above === path) return first;
  const parent = await makeFolders(above, mode);
  if (!parent.ok) return parent;
  const second = await makeOne(path, mode);
  // The parent is there, and still something is missing: so answer the file systems of the kernel.
  return second.ok || second.failure.kind !== 'not-found'
    ? second
    : err(failure('not-found', `cannot make the folder ${path}: ${above} takes no folders`));
}

async function makeOne(path: string, mode: number): Promise<Result<void>> {
  const what = `cannot make the folder ${path}`;
  try {
    await mkdir(path, { mode });
    return done;
  } catch (thrown) {
    if (errorCode(thrown) !== 'EEXIST') return err(thrownFailure(thrown, what));
    return (await isFolder(path))
      ? done
      : err(failure('io', `${what}: a file stands in its place`));
  }
}

const isFolder = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
