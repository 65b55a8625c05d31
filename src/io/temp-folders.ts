// TempFolders: under the system's folder for temporary files.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '../core/failure.ts';
import type { TempFolders } from '../core/ports/temp-folders.ts';
import { err, ok } from '../core/result.ts';

export function createTempFolders(): TempFolders {
  return {
    async make() {
      try {
        const path = await mkdtemp(join(tmpdir(), 'holdfast-'));
        const remove = () => rm(path, { recursive: true, force: true }).catch(() => {});
        return ok({ path, remove });
      } catch (error) {
        return err(failure('io', `no temporary folder: ${String(error)}`));
      }
    },
  };
}
