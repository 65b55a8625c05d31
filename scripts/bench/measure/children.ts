// Children: programs of the bench that run in a process of their own, so that their time is not ours.

import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';

export interface Child {
  readonly pid: number;
  /** Ends it and waits until it is gone. */
  end(): Promise<void>;
}

export interface Server extends Child {
  readonly url: string;
}

const host = '127.0.0.1';

/** Starts a script that sends its port when it listens. */
export async function forkServer(script: string, ...args: readonly string[]): Promise<Server> {
  const child = fork(script, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const running = childOf(child);
  const [port] = await once(child, 'message');
  return { ...running, url: `http://${host}:${port}` };
}

/** Starts a program; what it says on standard error is given to `heard`, or dropped. */
export function start(
  command: readonly [string, ...string[]],
  heard?: (text: string) => void,
): Child {
  const [file, ...args] = command;
  const child = spawn(file, args, { stdio: ['ignore', 'ignore', heard ? 'pipe' : 'ignore'] });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => heard?.(text));
  return childOf(child);
}

function childOf(child: ChildProcess): Child {
  const gone = once(child, 'exit');
  // Whatever ends the bench, nothing of it stays behind.
  const kill = () => child.kill('SIGKILL');
  process.prependOnceListener('exit', kill);
  const early = (code: number | null) => {
    throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`);
  };
  child.once('exit', early);
  return {
    pid: child.pid ?? 0,
    async end() {
      child.off('exit', early);
      child.kill('SIGTERM');
      await gone;
      process.off('exit', kill);
    },
  };
}
