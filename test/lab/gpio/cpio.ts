// An initramfs: the kernel's cpio format, "newc" (Documentation/driver-api/early-userspace/buffer-format.rst).

import { posix } from 'node:path';

export interface CpioFile {
  /** Absolute path in the guest; its folders are made. */
  readonly path: string;
  readonly bytes: Uint8Array;
}

const folderMode = 0o040755;
const fileMode = 0o100755;

/** One archive. Archives may stand behind one another: the kernel unpacks them all. */
export function packCpio(files: readonly CpioFile[]): Buffer {
  const folders = new Set(files.flatMap((file) => parents(file.path)));
  const entries = [
    ...[...folders].sort().map((path) => entry(path, folderMode, new Uint8Array(0))),
    ...files.map((file) => entry(file.path, fileMode, file.bytes)),
    entry('/TRAILER!!!', 0, new Uint8Array(0)),
  ];
  return Buffer.concat(entries.flat());
}

function parents(path: string): string[] {
  const parent = posix.dirname(path);
  return parent === '/' ? [] : [...parents(parent), parent];
}

function entry(path: string, mode: number, bytes: Uint8Array): Uint8Array[] {
  const name = Buffer.from(`${path.slice(1)}\0`);
  const links = 1;
  // inode, mode, user, group, links, time, size, four device numbers, length of the name, checksum
  const fields = [0, mode, 0, 0, links, 0, bytes.length, 0, 0, 0, 0, name.length, 0];
  const hex = fields.map((field) => field.toString(16).padStart(8, '0')).join('');
  const head = Buffer.concat([Buffer.from(`070701${hex}`), name]);
  return [head, padding(head.length), bytes, padding(bytes.length)];
}

const padding = (length: number) => new Uint8Array((4 - (length % 4)) % 4);
