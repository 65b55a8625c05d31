// Makes the names of new files durable. LevelDB syncs its log but not the folder's entry for it: after a
// power cut the file, and every point in it that was acknowledged, could have no name.

import { closeSync, fstatSync, fsync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const sync = promisify(fsync);

export interface FolderSync {
  /** Syncs the folder when names in it have changed since the last time. */
  sync(): Promise<void>;
  close(): void;
}

/** A file system that cannot sync a folder throws from `sync`. */
export function createFolderSync(dir: string): FolderSync {
  const fd = openSync(dir, 'r');
  let syncedAtNs: bigint | undefined;
  return {
    async sync() {
      // The time of the last change of its names; taken first, so that a later change is seen later.
      const changedAtNs = fstatSync(fd, { bigint: true }).mtimeNs;
      if (changedAtNs === syncedAtNs) return;
      await sync(fd);
      syncedAtNs = changedAtNs;
    },
    close: () => closeSync(fd),
  };
}
