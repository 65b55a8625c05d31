// npm run pack: dist/holdfast-linux-x64 and dist/holdfast-linux-arm64, one file each, nothing beside.

import { readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Arch, arches } from './arches.ts';
import { bake, seedBase } from './binary.ts';
import { bundle } from './bundle.ts';
import { fetchPackage } from './packages.ts';
import { cacheDir, distDir, rootDir } from './places.ts';

const { values } = parseArgs({
  options: {
    arch: { type: 'string', multiple: true },
    entry: { type: 'string', default: join(rootDir, 'src', 'main.ts') },
  },
});
const wanted = values.arch ?? arches.map(({ name }) => name);
const unknown = wanted.filter((name) => !arches.some((arch) => arch.name === name));
if (unknown.length > 0) {
  console.error(
    `unknown --arch ${unknown.join(', ')}: ${arches.map(({ name }) => name).join(', ')}`,
  );
  process.exit(2);
}
try {
  for (const arch of arches.filter(({ name }) => wanted.includes(name))) await pack(arch);
} catch (thrown) {
  console.error(`pack: ${thrown instanceof Error ? thrown.message : thrown}`);
  process.exitCode = 1;
}

async function pack(arch: Arch): Promise<void> {
  const modules = join(rootDir, 'node_modules');
  const nodeDir = await fetchPackage(arch.nodePackage);
  const koffiDir = await fetchPackage(arch.koffiPackage);
  const bundled = join(cacheDir, 'bundle', arch.name, 'holdfast.js');
  await bundle(values.entry, bundled, {
    level: join(modules, arch.levelFile),
    serial: join(modules, arch.serialFile),
    koffi: join(koffiDir, arch.koffiFile),
  });
  const { version } = JSON.parse(await readFile(join(nodeDir, 'package.json'), 'utf8'));
  const base = { arch, nodeDir, version };
  await seedBase(base);
  const output = join(distDir, `holdfast-linux-${arch.name}`);
  await bake(base, bundled, output);
  const megabytes = async (file: string) => ((await stat(file)).size / 1e6).toFixed(1);
  console.log(
    `${relative(rootDir, output)}: ${await megabytes(output)} MB, ` +
      `of which ${await megabytes(bundled)} MB are ours and the packages', on Node ${version}`,
  );
}
