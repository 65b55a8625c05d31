// Temporary folders that are only names.

import type { TempFolders } from '../../src/core/ports/temp-folders.ts';
import { ok } from '../../src/core/result.ts';

export interface FakeTempFolders extends TempFolders {
  /** Those that were made and not yet removed. */
  readonly paths: ReadonlySet<string>;
}

export function createFakeTempFolders(): FakeTempFolders {
  const paths = new Set<string>();
  let made = 0;
  return {
    paths,
    async make() {
      made += 1;
      const path = `/temporary/${made}`;
      paths.add(path);
      return ok({
        path,
        async remove() {
          paths.delete(path);
        },
      });
    },
  };
}
