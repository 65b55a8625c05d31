// The packed binary on one kind of machine: this one, or an emulated one.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from '../../unit/tidy/tree.ts';
import { missing } from '../needs.ts';

export interface Machine {
  readonly name: string;
  /** Why its tests cannot run here; false when they can. */
  readonly skip: string | false;
  /** Runs the binary to its end. */
  run(...args: readonly string[]): Promise<Ended>;
  /** Starts the binary and leaves it running. */
  start(...args: readonly string[]): Running;
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Running {
  readonly ended: Promise<Ended>;
  kill(signal: NodeJS.Signals): void;
}

const binary = (arch: string) => join(root, `dist/holdfast-linux-${arch}`);
const built = (arch: string) => ({ what: binary(arch), how: `npm run pack -- --arch ${arch}` });

const emulator = {
  what: 'qemu-aarch64-static',
  how: 'apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross',
};

export const machines: readonly Machine[] = [
  machine('x64', process.arch === 'x64' ? missing(built('x64')) : 'needs an x64 machine', []),
  process.arch === 'arm64'
    ? machine('arm64', missing(built('arm64')), [])
    : machine('arm64', missing(built('arm64'), emulator), [
        emulator.what,
        '-L',
        '/usr/aarch64-linux-gnu',
      ]),
];

/** The binary for this architecture, by itself or behind an emulator. */
function machine(name: string, skip: string | false, prefix: readonly string[]): Machine {
  const [command = '', ...before] = [...prefix, binary(name)];
  const start = (...args: readonly string[]): Running => {
    const child = spawn(command, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return { ended: ending(child), kill: (signal) => child.kill(signal) };
  };
  return { name, skip, start, run: (...args) => start(...args).ended };
}

function ending(child: ChildProcess): Promise<Ended> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  child.stderr?.on('data', (text) => {
    err += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, out, err }));
  });
}
