// The machine's files: read whole, written so that a power cut leaves the old bytes or the new.

import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { failure } from '../core/failure.ts';
import type { Files } from '../core/ports/files.ts';
import { done, err, ok, type Result } from '../core/result.ts';
import { thrownFailure } from './errno.ts';
import { makeFolders } from './folders.ts';

export function createFiles(): Files {
  return {
    read: (path, maxBytes) => attempt(`cannot read ${path}`, () => readWhole(path, maxBytes)),
    writeAtomic: (path, bytes, mode) =>
      attempt(`cannot write ${path}`, () => writeAtomic(path, [ok(bytes)], mode)),
    readPieces,
    writePieces: (path, pieces, mode) =>
      attempt(`cannot write ${path}`, () => writeAtomic(path, pieces, mode)),
    makeDir: makeFolders,
    list: (path) => attempt(`cannot list ${path}`, async () => ok((await readdir(path)).sort())),
    absolute: (path) => resolve(path),
    freeBytes: (path) =>
      attempt(`cannot ask for the free space of ${path}`, async () => {
        const { bavail, bsize } = await statfs(path);
        return ok(bavail * bsize);
      }),
  };
}

async function attempt<T>(what: string, act: () => Promise<Result<T>>): Promise<Result<T>> {
  try {
    return await act();
  } catch (thrown) {
    return err(thrownFailure(thrown, what));
  }
}

const pieceBytes = 64 * 1024;

/** Reads to the end and not to the size: the kernel's own files (/proc, /sys) do not know theirs. */
async function readWhole(path: string, maxBytes: number): Promise<Result<Uint8Array>> {
  const pieces: Uint8Array[] = [];
  let total = 0;
  for await (const piece of piecesOf(path)) {
    total += piece.length;
    if (total > maxBytes)
      return err(failure('too-large', `${path} is larger than ${maxBytes} bytes`));
    pieces.push(piece);
  }
  return ok(new Uint8Array(Buffer.concat(pieces)));
}

async function* readPieces(path: string): AsyncGenerator<Result<Uint8Array>> {
  try {
    for await (const piece of piecesOf(path)) yield ok(piece);
  } catch (thrown) {
    yield err(thrownFailure(thrown, `cannot read ${path}`));
  }
}

async function* piecesOf(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  for (;;) {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(pieceBytes));
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

type Pieces = Iterable<Result<Uint8Array>> | AsyncIterable<Result<Uint8Array>>;

async function writeAtomic(path: string, pieces: Pieces, mode: number): Promise<Result<void>> {
  const temporary = `${path}.${randomUUID().slice(0, 8)}.tmp`;
  try {
    const written = await writeNew(temporary, pieces, mode);
    if (!written.ok) {
      await rm(temporary, { force: true });
      return written;
    }
    await rename(temporary, path);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw thrown;
  }
  // The rename is durable only once the folder that holds the name is on the disk.
  await using folder = await open(dirname(path), 'r');
  await folder.sync();
  return done;
}

async function writeNew(path: string, pieces: Pieces, mode: number): Promise<Result<void>> {
  await using file = await open(path, 'wx', mode);
  // The umask may have taken bits from the mode at open.
  await file.chmod(mode);
  for await (const piece of pieces) {
    if (!piece.ok) return piece;
    await file.writeFile(piece.value);
  }
  await file.sync();
  return done;
}
