// Puts what a worker of Lua is made of into the bundle, in the place of the code that reads it from a checkout.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import { rootDir } from './places.ts';

const folder = join(rootDir, 'src', 'io', 'lua');
const engine = join(rootDir, 'node_modules', 'wasmoon', 'dist', 'glue.wasm');

export const packLua: Plugin = {
  name: 'packed-lua',
  setup({ initialOptions, onLoad }) {
    onLoad({ filter: /\/src\/io\/lua\/lua-files\.ts$/ }, async () => {
      const { target, minifyWhitespace, minifySyntax, lineLimit } = initialOptions;
      const { outputFiles } = await build({
        entryPoints: [join(folder, 'worker.ts')],
        write: false,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        legalComments: 'none',
        supported: { 'dynamic-import': false },
        logLevel: 'silent',
        ...(target && { target }),
        ...(minifyWhitespace && { minifyWhitespace }),
        ...(minifySyntax && { minifySyntax }),
        ...(lineLimit && { lineLimit }),
      });
      const text = (name: string) => readFile(join(folder, name), 'utf8');
      const texts = { prelude: await text('prelude.lua'), json: await text('json.lua') };
      const packed = brotliCompressSync(await readFile(engine)).toString('base64');
      return {
        contents: `import { Worker } from 'node:worker_threads';
import { brotliDecompressSync } from 'node:zlib';
export const luaEngine = () => brotliDecompressSync(Buffer.from(${JSON.stringify(packed)}, 'base64'));
const program = ${JSON.stringify(outputFiles[0]?.text)};
export const openThread = (options) => new Worker(program, { ...options, eval: true });
export const luaTexts = () => (${JSON.stringify(texts)});`,
      };
    });
  },
};
