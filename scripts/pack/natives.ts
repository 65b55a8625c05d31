// Puts the native addons into the bundle, in the place of the code that looks for them on the disk.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Plugin } from 'esbuild';

export interface NativeFiles {
  readonly level: string;
  readonly serial: string;
  readonly koffi: string;
}

interface Lookup {
  readonly native: keyof NativeFiles;
  /** The module whose whole work is to find the addon. */
  readonly file: RegExp;
  /** What it must still look like: after an update that changes it, the build stops here. */
  readonly expects: string;
  /** What stands there instead. */
  readonly becomes: string;
}

const lookups: readonly Lookup[] = [
  {
    native: 'level',
    file: /\/classic-level\/binding\.js$/,
    expects: "module.exports = require('node-gyp-build')(__dirname)",
    becomes: "module.exports = require('packed-native:level');",
  },
  {
    native: 'serial',
    file: /\/bindings-cpp\/dist\/serialport-bindings\.js$/,
    expects: "exports.binding = (0, node_gyp_build_1.default)((0, path_1.join)(__dirname, '../'))",
    becomes: "exports.binding = require('packed-native:serial');",
  },
  {
    native: 'koffi',
    file: /\/koffi\/src\/koffi\/src\/static\.js$/,
    expects: 'function loadStatic(pkg) {',
    becomes: "import addon from 'packed-native:koffi';\nexport const loadStatic = () => addon;",
  },
];

const scheme = 'packed-native';

/** The sources of a checkout know nothing of this: only the bundle is different. */
export function packNatives(files: NativeFiles): Plugin {
  return {
    name: scheme,
    setup(build) {
      for (const lookup of lookups) {
        build.onLoad({ filter: lookup.file }, async ({ path }) => {
          const source = await readFile(path, 'utf8');
          if (!source.includes(lookup.expects)) {
            throw new Error(`${path} has changed: it no longer says ${lookup.expects}`);
          }
          return { contents: lookup.becomes };
        });
      }
      const filter = new RegExp(`^${scheme}:`);
      build.onResolve({ filter }, ({ path }) => ({
        path: path.slice(scheme.length + 1),
        namespace: scheme,
      }));
      build.onLoad({ filter: /./, namespace: scheme }, async ({ path }) => ({
        contents: await addonModule(path, files[path as keyof NativeFiles]),
        resolveDir: join(import.meta.dirname, 'runtime'),
      }));
    },
  };
}

/** A module that unpacks and loads the addon when it is first asked for. */
async function addonModule(name: string, file: string): Promise<string> {
  const bytes = await readFile(file);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const packed = brotliCompressSync(bytes, { params }).toString('base64');
  return `const { loadNative } = require('./native.ts');
module.exports = loadNative(${JSON.stringify({ name, sha256, packed })});`;
}
