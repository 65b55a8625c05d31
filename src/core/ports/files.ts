// Files: small whole files, large ones in pieces, and what the file system says of itself.

import type { Result } from '../result.ts';

/** Failures: `not-found`, `forbidden`, `disk-full`, `too-large`, `io`. */
export interface Files {
  /** The whole file, of at most `maxBytes`. */
  read(path: string, maxBytes: number): Promise<Result<Uint8Array>>;
  /** Temp file, fsync, rename, fsync of the folder: after a crash the old bytes or the new. */
  writeAtomic(path: string, bytes: Uint8Array, mode: number): Promise<Result<void>>;
  /** The file piece by piece; a failure is the last that comes. */
  readPieces(path: string): AsyncIterable<Result<Uint8Array>>;
  /** As writeAtomic, of pieces as they come. The first failure among them is the outcome, and no file. */
  writePieces(
    path: string,
    pieces: AsyncIterable<Result<Uint8Array>>,
    mode: number,
  ): Promise<Result<void>>;
  /** Makes the folder and its parents, with this mode for those that are new. */
  makeDir(path: string, mode: number): Promise<Result<void>>;
  /** The names in a folder, sorted. */
  list(path: string): Promise<Result<readonly string[]>>;
  /** The same path from the root on: a relative one counts from the folder of this process. */
  absolute(path: string): string;
  /** Bytes that an ordinary user may still write to the file system of `path`. */
  freeBytes(path: string): Promise<Result<number>>;
}
