// From a bundle to one executable file, by pkg in its --sea mode.

import { execFile } from 'node:child_process';
import { chmod, copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Arch } from './arches.ts';
import { cacheDir } from './places.ts';

const run = promisify(execFile);

/** pkg keeps its base binaries below HOME: with one of our own it finds those that we verified. */
const home = join(cacheDir, 'home');

export interface Base {
  readonly arch: Arch;
  /** Folder of the verified package of Node. */
  readonly nodeDir: string;
  readonly version: string;
}

/**
 * Lays the Node of this package where pkg expects what it downloads from its maker. The marker files
 * tell pkg that archive and binary are complete; it checks nothing more.
 */
export async function seedBase({ arch, nodeDir, version }: Base): Promise<void> {
  const label = `node-v${version}-linux-${arch.name}`;
  const seaDir = join(home, '.pkg-cache', 'sea');
  const node = join(seaDir, label, 'bin', 'node');
  await mkdir(dirname(node), { recursive: true });
  await copyFile(join(nodeDir, 'bin', 'node'), node);
  await chmod(node, 0o755);
  await strip(arch, node);
  for (const marker of [`${label}.tar.gz`, `${label}.tar.gz.ok`, join(label, 'bin', 'node.ok')]) {
    await writeFile(join(seaDir, marker), '');
  }
}

/** An eighth of Node is debugging symbols. They can only go before the bundle is put in. */
async function strip(arch: Arch, file: string): Promise<void> {
  try {
    await run(`${arch.triple}-strip`, [file]);
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown;
    const tools = `binutils-${arch.triple.replaceAll('_', '-')}`;
    console.error(`not stripped, so 17 MB larger: apt-get install ${tools}`);
  }
}

/**
 * Bakes the bundle into a copy of the base binary. A code cache halves the time to start (measured), and
 * only the machine that it is for can make one.
 */
export async function bake(base: Base, bundle: string, output: string): Promise<void> {
  await rm(output, { force: true });
  await mkdir(dirname(output), { recursive: true });
  const step = join(import.meta.dirname, 'bake.cjs');
  const cache = base.arch.name === process.arch ? 'code-cache' : 'plain';
  const args = [step, bundle, `node${base.version}`, base.arch.name, output, cache];
  const env = { ...process.env, HOME: home };
  await run(process.execPath, args, { cwd: dirname(bundle), env });
  await chmod(output, 0o755);
}
