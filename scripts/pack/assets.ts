// Puts the files of the web pages into the bundle, in the place of the code that reads them from a checkout.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { assetFiles } from '../../src/io/web/asset-files.ts';
import { rootDir } from './places.ts';

export const packAssets: Plugin = {
  name: 'packed-assets',
  setup(build) {
    const filter = /\/src\/io\/web\/asset-source\.ts$/;
    build.onLoad({ filter }, async () => {
      const paths = [...assetFiles.values()].map(({ path }) => path);
      const texts = await Promise.all(paths.map((path) => readFile(join(rootDir, path), 'utf8')));
      const packed = Object.fromEntries(paths.map((path, index) => [path, texts[index]]));
      return {
        contents: `const packed = ${JSON.stringify(packed)};
export const readSource = (path) => Buffer.from(packed[path]);`,
      };
    });
  },
};
