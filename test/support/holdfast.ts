// Holdfast as a process of its own, started as a user starts it.

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import process from 'node:process';

const bin = join(import.meta.dirname, '..', '..', 'bin', 'holdfast.cjs');

export interface Running {
  readonly child: ChildProcess;
  /** Standard error so far. */
  journal(): string;
  /** Ends it by this signal and waits until it is gone; resolves with its exit code, if it has one. */
  end(signal: NodeJS.Signals): Promise<number | null>;
}

/** Starts `holdfast` with these arguments. */
export function startHoldfast(...args: readonly string[]): Running {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const gone = once(child, 'exit');
  let journal = '';
  child.stderr.on('data', (chunk) => {
    journal = (journal + chunk).slice(-100_000);
  });
  child.stdout.resume();
  return {
    child,
    journal: () => journal,
    async end(signal) {
      child.kill(signal);
      const [code] = await gone;
      return code;
    },
  };
}

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs `holdfast` to its end. */
export async function holdfast(...args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk) => {
    out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    err += chunk;
  });
  const [code] = await once(child, 'close');
  return { code, out, err };
}

/** A port of the loopback address that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}
