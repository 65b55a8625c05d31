// The packed binary on one kind of machine: this one, or an emulated one.

import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
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

const emulator = ['qemu-aarch64-static', '-L', '/usr/aarch64-linux-gnu'];
const emulated =
  'apt-get install qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross libgcc-s1-arm64-cross';

export const machines: readonly Machine[] = [
  machine('x64', process.arch === 'x64' ? [] : ['qemu-x86_64-static']),
  machine('arm64', process.arch === 'arm64' ? [] : emulator),
];

function machine(name: 'x64' | 'arm64', prefix: readonly string[]): Machine {
  const needs = [built(name)];
  if (prefix[0] !== undefined) needs.push({ what: prefix[0], how: emulated });
  const [command = '', ...before] = [...prefix, binary(name)];
  const start = (...args: readonly string[]): Running => {
    const child = spawn(command, [...before, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    return { ended: ending(child), kill: (signal) => child.kill(signal) };
  };
  return { name, skip: missing(...needs), start, run: (...args) => start(...args).ended };
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

/** Asks again and again until the answer will do; what it last was, when it never does. */
export async function until<T>(
  what: string,
  ask: () => Promise<T>,
  enough: (answer: T) => boolean,
): Promise<T> {
  let last: unknown;
  for (let tries = 0; tries < 1_200; tries += 1) {
    try {
      const answer = await ask();
      if (enough(answer)) return answer;
      last = answer;
    } catch (thrown) {
      last = thrown;
    }
    await sleep(100);
  }
  throw new Error(`not within two minutes: ${what}; last was ${JSON.stringify(last) ?? last}`);
}
