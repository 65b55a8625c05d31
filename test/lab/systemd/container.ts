// A clean Debian, booted by systemd-nspawn for one test. What is changed in it is gone with it.

import { execFile, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { root } from '../../unit/tidy/tree.ts';

const run = promisify(execFile);

export interface Container {
  /** Runs a bash script as root inside; resolves with what it printed, rejects when it failed. */
  sh(script: string): Promise<string>;
  stop(): Promise<void>;
}

export interface Bind {
  readonly from: string;
  readonly to: string;
}

/** The smallest Debian that systemd boots: made once, 200 MB, then kept. */
function debian(): string {
  const made = join(root, '.cache/lab/bookworm');
  if (existsSync(made)) return made;
  const making = `${made}.making`;
  rmSync(making, { recursive: true, force: true });
  mkdirSync(dirname(making), { recursive: true });
  const args = ['--variant=minbase', '--include=systemd,systemd-sysv', 'bookworm', making];
  const { status, stderr } = spawnSync('mmdebstrap', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`mmdebstrap: ${stderr}`);
  renameSync(making, made);
  return made;
}

/** Boots; resolves when systemd inside has nothing left to start. */
export async function boot(binds: readonly Bind[]): Promise<Container> {
  const args = [
    `--directory=${debian()}`,
    '--volatile=overlay',
    '--boot',
    // This machine's init need not be systemd, and nobody here keeps a list of containers.
    '--register=no',
    '--keep-unit',
    '--private-network',
    ...binds.map(({ from, to }) => `--bind=${from}:${to}`),
  ];
  const nspawn = spawn('systemd-nspawn', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Buffer[] = [];
  nspawn.stdout.on('data', (bytes) => said.push(bytes));
  nspawn.stderr.on('data', (bytes) => said.push(bytes));
  const ended = new Promise<void>((resolve) => nspawn.once('exit', () => resolve()));
  const container: Container = {
    async sh(script) {
      const inside = ['--target', `${firstProcess(nspawn.pid!)}`, '--all', 'env', '-i', path];
      const { stdout } = await run('nsenter', [...inside, 'bash', '-euc', script]);
      return stdout;
    },
    async stop() {
      // The container's init takes it as an order to power off.
      nspawn.kill('SIGTERM');
      await ended;
    },
  };
  const state = 'systemctl is-system-running --wait || true';
  for (;;) {
    if (nspawn.exitCode !== null) throw new Error(`no container: ${Buffer.concat(said)}`);
    const answer = await container.sh(state).catch(() => '');
    if (/^(running|degraded)/.test(answer)) return container;
    await sleep(200);
  }
}

const path = 'PATH=/usr/sbin:/usr/bin:/sbin:/bin';

/** The init of the container, as the host numbers it. */
const firstProcess = (parent: number): string =>
  readFileSync(`/proc/${parent}/task/${parent}/children`, 'utf8').trim().split(' ')[0] ?? '';
