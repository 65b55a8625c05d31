// One JavaScript file with everything inside: our sources, the packages, the addons of one machine.

import { isBuiltin } from 'node:module';
import { build, type Metafile, type Plugin } from 'esbuild';
import { packAssets } from './assets.ts';
import { packLua } from './lua.ts';
import { type NativeFiles, packNatives } from './natives.ts';

/** Packages that others try to load and do without: `debug` colours its lines when it has this one. */
const optional = ['supports-color'];

/** What is not installed fails to load, as it does in a checkout, instead of being looked for. */
const leaveAbsent: Plugin = {
  name: 'leave-absent',
  setup(build) {
    const filter = new RegExp(`^(${optional.join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'absent' }));
    build.onLoad({ filter: /./, namespace: 'absent' }, ({ path }) => ({
      contents: `throw new Error("Cannot find module '${path}'");`,
    }));
  },
};

/** Writes the bundle of `entry` to `outfile`; throws when anything would still be missing at run time. */
export async function bundle(entry: string, outfile: string, files: NativeFiles): Promise<void> {
  const { metafile, warnings } = await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node24',
    // Smaller, since the source stays in memory (5 MB less, measured). But names stay, so that a stack
    // trace tells something, and lines end, since Node prints the one where an error was not caught.
    minifyWhitespace: true,
    minifySyntax: true,
    lineLimit: 120,
    legalComments: 'none',
    // What is loaded when it is needed comes by require: the one import() of a Node module would start
    // Node's loader of ES modules (3 MiB and 30 ms of CPU, measured).
    supported: { 'dynamic-import': false },
    metafile: true,
    logLevel: 'silent',
    define: { 'import.meta.url': '__importMetaUrl' },
    banner: { js: "const __importMetaUrl = require('node:url').pathToFileURL(__filename).href;" },
    footer: { js: '//# sourceURL=holdfast.js' },
    plugins: [packNatives(files), packAssets, packLua, leaveAbsent],
  });
  refuseExternals(metafile);
  refuseLookups(metafile);
  const [warning] = warnings;
  if (warning !== undefined) {
    throw new Error(`esbuild warns: ${warning.text} (${warning.location?.file})`);
  }
}

/** A binary has no node_modules: what is not inside must come with Node itself. */
function refuseExternals({ outputs }: Metafile): void {
  const imports = Object.values(outputs).flatMap((output) => output.imports);
  const outside = imports.filter(({ external, path }) => external && !isBuiltin(path));
  if (outside.length > 0) {
    throw new Error(`not in the bundle: ${outside.map(({ path }) => path).join(', ')}`);
  }
}

/** The three addons must have come in by our door, and the code that searches the disk must be gone. */
function refuseLookups({ inputs }: Metafile): void {
  const paths = Object.keys(inputs);
  const searching = paths.filter((path) => path.includes('/node-gyp-build/'));
  if (searching.length > 0) throw new Error(`still searches the disk: ${searching.join(', ')}`);
  for (const name of ['level', 'serial', 'koffi']) {
    if (!paths.includes(`packed-native:${name}`)) {
      throw new Error(`the addon of ${name} is not in the bundle: is it still imported?`);
    }
  }
}
