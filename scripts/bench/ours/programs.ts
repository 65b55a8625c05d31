// The ways in which Holdfast can be started here: from the sources, as one bundle, as the packed binary.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { arches } from '../../pack/arches.ts';
import { bundle } from '../../pack/bundle.ts';
import { distDir, rootDir } from '../../pack/places.ts';

export type Command = readonly [string, ...string[]];

export interface Programs {
  readonly source: Command;
  /** A fresh bundle of the sources, run by this Node. */
  readonly bundle: Command;
  /** What `npm run pack` left, perhaps of older sources; undefined when there is none. */
  readonly binary: Command | undefined;
}

export const sourceCommand: Command = [process.execPath, join(rootDir, 'bin', 'holdfast.cjs')];

export async function preparePrograms(dir: string): Promise<Programs> {
  const arch = arches.find(({ name }) => name === process.arch);
  if (arch === undefined) throw new Error(`nothing is packed for ${process.arch}`);
  const modules = join(rootDir, 'node_modules');
  const file = join(dir, 'holdfast.js');
  await bundle(join(rootDir, 'src', 'main.ts'), file, {
    level: join(modules, arch.levelFile),
    serial: join(modules, arch.serialFile),
    koffi: join(modules, arch.koffiPackage, arch.koffiFile),
  });
  const binary = join(distDir, `holdfast-linux-${arch.name}`);
  return {
    source: sourceCommand,
    bundle: [process.execPath, file],
    binary: existsSync(binary) ? [binary] : undefined,
  };
}
