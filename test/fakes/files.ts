// Files in memory: a tree of absolute paths, with faults that a test can ask for.

import { posix } from 'node:path';
import { type Failure, failure } from '../../src/core/failure.ts';
import type { Files } from '../../src/core/ports/files.ts';
import { done, err, ok, type Result } from '../../src/core/result.ts';

export interface FakeFiles extends Files {
  /** What `freeBytes` answers from now on. */
  setFreeBytes(bytes: number): void;
  /** From now on every call fails so; undefined heals. */
  failWith(fault: Failure | undefined): void;
  /** The mode of a file or a folder, undefined when there is none. */
  modeOf(path: string): number | undefined;
}

type Node = { readonly mode: number; readonly bytes?: Uint8Array };

/** Starts with `/` and the given folders. */
export function createFakeFiles(folders: readonly string[] = []): FakeFiles {
  const nodes = new Map<string, Node>([['/', { mode: 0o755 }]]);
  let freeBytes = 2 ** 30;
  let fault: Failure | undefined;

  const missing = (path: string) => err(failure('not-found', `${path} does not exist`));
  const isFolder = (path: string) => nodes.has(path) && nodes.get(path)?.bytes === undefined;
  const run = async <T>(act: () => Result<T>): Promise<Result<T>> => (fault ? err(fault) : act());

  const makeDir = (path: string, mode: number): Result<void> => {
    if (isFolder(path)) return done;
    if (nodes.has(path)) return err(failure('io', `${path} is a file`));
    const parent = makeDir(posix.dirname(path), mode);
    if (parent.ok) nodes.set(path, { mode });
    return parent;
  };
  for (const folder of folders) makeDir(posix.normalize(folder), 0o755);

  const fake: FakeFiles = {
    setFreeBytes: (bytes) => {
      freeBytes = bytes;
    },
    failWith: (next) => {
      fault = next;
    },
    modeOf: (path) => nodes.get(path)?.mode,
    read: (path, maxBytes) =>
      run(() => {
        const bytes = nodes.get(path)?.bytes;
        if (!bytes)
          return isFolder(path) ? err(failure('io', `${path} is a folder`)) : missing(path);
        if (bytes.length > maxBytes)
          return err(failure('too-large', `${path} is larger than ${maxBytes} bytes`));
        return ok(bytes.slice());
      }),
    writeAtomic: (path, bytes, mode) =>
      run(() => {
        if (!isFolder(posix.dirname(path))) return missing(posix.dirname(path));
        if (isFolder(path)) return err(failure('io', `${path} is a folder`));
        nodes.set(path, { mode, bytes: bytes.slice() });
        return done;
      }),
    async *readPieces(path) {
      yield await fake.read(path, Number.POSITIVE_INFINITY);
    },
    async writePieces(path, pieces, mode) {
      const all: Uint8Array[] = [];
      for await (const piece of pieces) {
        if (!piece.ok) return piece;
        all.push(piece.value);
      }
      return fake.writeAtomic(path, new Uint8Array(Buffer.concat(all)), mode);
    },
    makeDir: (path, mode) => run(() => makeDir(path, mode)),
    list: (path) =>
      run(() => {
        if (!isFolder(path)) return missing(path);
        const names = [...nodes.keys()].filter((p) => p !== '/' && posix.dirname(p) === path);
        return ok(names.map((p) => posix.basename(p)).sort());
      }),
    absolute: (path) => posix.resolve('/', path),
    freeBytes: (path) => run(() => (nodes.has(path) ? ok(freeBytes) : missing(path))),
  };
  return fake;
}
