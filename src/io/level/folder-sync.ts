// What LevelDB's own sync leaves out, when it has begun a new log file meanwhile: the folder's entry for
// that file (after a power cut it, and every point in it that was acknowledged, could have no name), and
// the end of the log before it, where commits that were not to be durable may still wait.

import { closeSync, fstatSync, fsync, openSync } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { err, ok, type Result } from '../../core/result.ts';
import { thrownFailure } from '../errno.ts';

const syncFolder = promisify(fsync);

export interface FolderSync {
  /** To be called after each durable commit, before it is acknowledged. */
  sync(): Promise<void>;
  /** To be called after each commit that was not durable. */
  wrote(): void;
  close(): void;
}

// The kernel stamps changes with the time of its last tick (10 ms apart at most). While the stamp is
// as fresh as this, a second change could bear the same one.
const freshMs = 50;

/** A file system that cannot sync a folder throws from `sync`. */
export function createFolderSync(dir: string): Result<FolderSync> {
  let fd: number;
  try {
    fd = openSync(dir, 'r');
  } catch (thrown) {
    return err(thrownFailure(thrown, `the folder ${dir} cannot be opened`));
  }
  let syncedAtNs: bigint | undefined;
  let unsynced = false;
  return ok({
    async sync() {
      // The time of the last change of its names; taken first, so that a later change is seen later.
      const changedAtNs = fstatSync(fd, { bigint: true }).mtimeNs;
      if (changedAtNs !== syncedAtNs) {
        const fresh = BigInt(Date.now() - freshMs) * 1_000_000n < changedAtNs;
        if (unsynced) await syncLogs(dir);
        await syncFolder(fd);
        syncedAtNs = fresh ? undefined : changedAtNs;
      }
      unsynced = false;
    },
    wrote() {
      unsynced = true;
    },
    close: () => closeSync(fd),
  });
}

/** A log that is gone meanwhile lives on in a table, which LevelDB syncs. */
async function syncLogs(dir: string): Promise<void> {
  const names = await readdir(dir);
  for (const name of names.filter((each) => each.endsWith('.log'))) {
    const file = await open(join(dir, name), 'r').catch(() => undefined);
    await file?.datasync().finally(() => file.close());
  }
}
