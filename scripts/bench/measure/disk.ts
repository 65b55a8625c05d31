// The disk: what a folder takes, and a disk of our own whose every written sector is counted.

import { execFileSync } from 'node:child_process';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import process from 'node:process';

/** The sizes of the files in a folder, added. */
export const folderBytes = (dir: string): number =>
  readdirSync(dir).reduce((sum, name) => sum + statSync(join(dir, name)).size, 0);

export interface CountedDisk {
  readonly dir: string;
  /** Bytes that reached the device since it was made, those of the file system included. */
  writtenBytes(): number;
  remove(): void;
}

const diskBytes = 256 * 1024 ** 2;
const sectorBytes = 512;

/** An ext4 in a file. Undefined without the right to mount one. */
export function createCountedDisk(folder: string): CountedDisk | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const image = join(folder, 'disk.img');
  const dir = join(folder, 'disk');
  try {
    writeFileSync(image, '');
    truncateSync(image, diskBytes);
    mkdirSync(dir);
    // Blocks as on a card, which mkfs makes smaller on a disk this small; and no tables that are made
    // lazily, while we count.
    const extended = 'lazy_itable_init=0,lazy_journal_init=0';
    run('mkfs.ext4', '-q', '-F', '-b', '4096', '-E', extended, image);
    run('mount', '-o', 'loop,noatime', image, dir);
  } catch {
    return undefined;
  }
  const remove = () => run('umount', dir);
  process.prependOnceListener('exit', remove);
  const device = basename(run('findmnt', '-n', '-o', 'SOURCE', dir).trim());
  return {
    dir,
    writtenBytes() {
      run('sync', '-f', dir);
      const fields = readFileSync(`/sys/block/${device}/stat`, 'utf8').trim().split(/\s+/);
      return Number(fields[6]) * sectorBytes;
    },
    remove() {
      process.off('exit', remove);
      remove();
    },
  };
}

const run = (command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
