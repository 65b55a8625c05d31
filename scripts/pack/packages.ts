// Packages of another architecture: fetched by npm, verified by us against package-lock.json.

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDir, rootDir } from './places.ts';

const run = promisify(execFile);

interface Locked {
  readonly version: string;
  readonly integrity: string;
}

/** What the lock file pins for this package. Throws when it pins nothing. */
async function locked(name: string): Promise<Locked> {
  const lock = JSON.parse(await readFile(join(rootDir, 'package-lock.json'), 'utf8'));
  const entry: Partial<Locked> | undefined = lock.packages[`node_modules/${name}`];
  if (entry?.version === undefined || entry.integrity === undefined) {
    throw new Error(`package-lock.json pins no version and hash of ${name}`);
  }
  return { version: entry.version, integrity: entry.integrity };
}

/** Whether the bytes have this hash, in the notation of the lock file (`sha512-<base64>`). */
export function hasIntegrity(bytes: Uint8Array, integrity: string): boolean {
  return `sha512-${createHash('sha512').update(bytes).digest('base64')}` === integrity;
}

/**
 * The folder with the unpacked package, whatever machine it was made for (`npm ci` would refuse).
 * The archive is verified at every build, since pkg itself never looks at what its cache holds.
 */
export async function fetchPackage(name: string): Promise<string> {
  const { version, integrity } = await locked(name);
  const label = `${basename(name)}-${version}`;
  const dir = join(cacheDir, 'packages', label);
  await rm(dir, { recursive: true, force: true });
  await mkdir(dir, { recursive: true });
  const archive = await download(`${name}@${version}`);
  if (!hasIntegrity(await readFile(archive), integrity)) {
    await rm(archive);
    throw new Error(`${name}@${version} is not what package-lock.json pins; removed ${archive}`);
  }
  await run('tar', ['-xzf', archive, '-C', dir, '--strip-components=1']);
  return dir;
}

/** The package's archive, from npm's own cache when `npm ci` has been here. */
async function download(spec: string): Promise<string> {
  const archives = join(cacheDir, 'archives');
  await mkdir(archives, { recursive: true });
  const args = ['pack', spec, '--prefer-offline', '--json', '--pack-destination', archives];
  const { stdout } = await run('npm', args, { cwd: cacheDir });
  const [packed]: { filename: string }[] = JSON.parse(stdout);
  if (packed === undefined) throw new Error(`npm pack ${spec} made no archive`);
  return join(archives, packed.filename);
}
