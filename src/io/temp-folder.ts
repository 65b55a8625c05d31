// A folder for a while: made under the system's folder for temporary files, and gone afterwards.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure } from '../core/failure.ts';
import type { TempFolder } from '../core/ports/temp-folder.ts';
import { err, ok, type Result } from '../core/result.ts';

export async function createTempFolder(): Promise<Result<TempFolder>> {
  try {
    const path = await mkdtemp(join(tmpdir(), 'holdfast-'));
    return ok({ path, remove: () => rm(path, { recursive: true, force: true }).catch(() => {}) });
  } catch (error) {
    return err(failure('io', `no temporary folder: ${String(error)}`));
  }
}
