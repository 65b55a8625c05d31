// A serial line without hardware: a pty whose slave is the port, and whose master is the device.
//
// The slave is reached through a symlink, as real ports are through /dev/serial/by-id, so that a line
// can be pulled out and plugged in again under the same name or another. Nothing but libc is needed.

import { closeSync, mkdtempSync, readSync, rmSync, symlinkSync, writeSync } from 'node:fs';
import { type constants, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import koffi from 'koffi';

const libc = koffi.load('libc.so.6');
const posixOpenpt = libc.func('int posix_openpt(int flags)');
const grantpt = libc.func('int grantpt(int fd)');
const unlockpt = libc.func('int unlockpt(int fd)');
const ptsnameR = libc.func('int ptsname_r(int fd, _Out_ char *name, size_t length)');
const tcgetattr = libc.func('int tcgetattr(int fd, _Out_ uint8_t *termios)');
const tcsetattr = libc.func('int tcsetattr(int fd, int when, uint8_t *termios)');
const cfmakeraw = libc.func('void cfmakeraw(_Inout_ uint8_t *termios)');

// fcntl.h of Linux on x86 and Arm.
const O_RDWR = 0o2;
const O_NOCTTY = 0o400;
const O_NONBLOCK = 0o4000;
/** No struct termios of any libc is larger. */
const termiosBytes = 256;

export interface Line {
  /** The port to open: a symlink to the slave. */
  readonly path: string;
  /**
   * Resolves when all bytes are in the line. With `baud`, at the pace of that speed (10 bits a byte);
   * without, as fast as the reader takes them.
   */
  send(bytes: Uint8Array | string, options?: { readonly baud?: number }): Promise<void>;
  /** What the other side has written since the last call. */
  received(): Uint8Array;
  /** Pulls the device out: the slave hangs up, and its name is gone. */
  unplug(): void;
  /** Plugs it in again, under this name in the same folder; the old one if not given. */
  plug(name?: string): void;
  /** Unplugs and removes the folder. */
  dispose(): void;
}

/** A line that is plugged in as `name`. */
export function createLine(name = 'ttyLAB0'): Line {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-line-'));
  let path = join(folder, name);
  let master: number | undefined;

  const plug = (newName?: string) => {
    if (newName !== undefined) path = join(folder, newName);
    const pty = openPty();
    master = pty.master;
    symlinkSync(pty.slavePath, path);
  };
  const unplug = () => {
    if (master === undefined) return;
    rmSync(path);
    closeSync(master);
    master = undefined;
  };
  const plugged = (): number => {
    if (master === undefined) throw new Error('the line is not plugged in');
    return master;
  };

  plug();
  return {
    get path() {
      return path;
    },
    async send(given, { baud } = {}) {
      const bytes = Buffer.from(given);
      let sent = 0;
      const startMs = performance.now();
      while (sent < bytes.length) {
        const due = baud
          ? Math.ceil(((performance.now() - startMs) / 1000) * (baud / 10))
          : Infinity;
        sent += writeSome(plugged(), bytes.subarray(sent, due));
        if (sent < bytes.length) await sleep(1);
      }
    },
    received: () => readAll(plugged()),
    unplug,
    plug,
    dispose() {
      unplug();
      rmSync(folder, { recursive: true });
    },
  };
}

function openPty(): { readonly master: number; readonly slavePath: string } {
  const master: number = posixOpenpt(O_RDWR | O_NOCTTY | O_NONBLOCK);
  const nameBytes = Buffer.alloc(64);
  const termios = Buffer.alloc(termiosBytes);
  const failed =
    master < 0 ||
    grantpt(master) !== 0 ||
    unlockpt(master) !== 0 ||
    ptsnameR(master, nameBytes, nameBytes.length) !== 0 ||
    tcgetattr(master, termios) !== 0;
  if (failed) throw new Error('no pseudo-terminal is to be had');
  // Until somebody opens the slave it must not echo: what we send would come back to us.
  cfmakeraw(termios);
  tcsetattr(master, 0, termios);
  return { master, slavePath: nameBytes.toString('utf8', 0, nameBytes.indexOf(0)) };
}

/** Writes what the line takes now, maybe nothing. */
function writeSome(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch (error) {
    if (isErrno(error, 'EAGAIN')) return 0;
    throw error;
  }
}

/** Reads until there is nothing more; a slave that nobody has open reads as EIO. */
function readAll(fd: number): Uint8Array {
  const parts: Buffer[] = [];
  const part = Buffer.alloc(64 * 1024);
  for (;;) {
    try {
      const count = readSync(fd, part);
      if (count === 0) break;
      parts.push(Buffer.from(part.subarray(0, count)));
    } catch (error) {
      if (isErrno(error, 'EAGAIN') || isErrno(error, 'EIO')) break;
      throw error;
    }
  }
  return Buffer.concat(parts);
}

const isErrno = (error: unknown, code: keyof typeof constants.errno): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
