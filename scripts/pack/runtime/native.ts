// Inside the binary: unpacks one native addon, verifies it, and loads it without leaving a file.

import { createHash } from 'node:crypto';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';

export interface PackedNative {
  readonly name: string;
  /** SHA-256 of the addon, hex: a worn card may have bent the binary. */
  readonly sha256: string;
  /** The addon, brotli, base64. */
  readonly packed: string;
}

/** Linux: an unnamed file in this folder. The value of O_DIRECTORY differs between machines. */
const unnamed = 0o20000000 | constants.O_DIRECTORY;

/**
 * Where the addon may lie while it is loaded: the cache folder that systemd gives the service, the
 * temporary folder, shared memory. Any of them may be missing, read-only or mounted noexec.
 */
const defaultFolders = (): readonly string[] =>
  [process.env.CACHE_DIRECTORY, tmpdir(), '/dev/shm'].filter((dir) => dir !== undefined);

/**
 * The exports of the addon. An unnamed file has no path by which anybody could swap it between our
 * check and the load. Where the file system knows no such files, a fresh folder of mode 0700 serves,
 * and goes again at once. Nothing that lay there before is ever loaded.
 */
export function loadNative(native: PackedNative, folders = defaultFolders()): unknown {
  const bytes = unpack(native);
  const refusals: string[] = [];
  for (const load of [loadUnnamed, loadNamed]) {
    for (const folder of folders) {
      try {
        return load(folder, bytes);
      } catch (thrown) {
        refusals.push(`${folder}: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }
  }
  throw new Error(`${native.name}: no folder lets it be loaded (${refusals.join('; ')})`);
}

function unpack(native: PackedNative): Uint8Array {
  const bytes = brotliDecompressSync(Buffer.from(native.packed, 'base64'));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== native.sha256) throw new Error(`${native.name}: this binary is damaged`);
  return bytes;
}

function loadUnnamed(folder: string, bytes: Uint8Array): unknown {
  const fd = openSync(folder, unnamed | constants.O_RDWR, 0o700);
  try {
    writeAll(fd, bytes);
    // Stays open: the loader takes a path that it has seen for the same library, and the next addon
    // must not come under this number.
    return dlopen(`/proc/self/fd/${fd}`);
  } catch (thrown) {
    closeSync(fd);
    throw thrown;
  }
}

/** For file systems without unnamed files. */
export function loadNamed(folder: string, bytes: Uint8Array): unknown {
  const dir = mkdtempSync(join(folder, 'holdfast-'));
  try {
    const path = join(dir, 'addon.node');
    const fd = openSync(path, 'wx', 0o700);
    try {
      writeAll(fd, bytes);
    } finally {
      closeSync(fd);
    }
    return dlopen(path);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

function dlopen(path: string): unknown {
  const target: { exports: unknown } = { exports: {} };
  process.dlopen(target, path);
  return target.exports;
}
