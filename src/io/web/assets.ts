// Assets: the files of src/dashboard and of the chart library, by name.

import type { Assets } from '../../core/ports/assets.ts';
import { assetFiles } from './asset-files.ts';
import { readSource } from './asset-source.ts';

/** Reads at every call, so that an edited page shows at the next reload. */
export function createAssets(): Assets {
  return {
    get(name) {
      const file = assetFiles.get(name);
      return file && { type: file.type, body: readSource(file.path) };
    },
  };
}
