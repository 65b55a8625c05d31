// The bare limit of a store: the same bytes appended to a file, with the same sync schedule.

import { open } from 'node:fs/promises';

export interface BareFile {
  append(bytes: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

export async function openBareFile(path: string, options: { sync: boolean }): Promise<BareFile> {
  const file = await open(path, 'a');
  return {
    async append(bytes) {
      await file.write(bytes);
      if (options.sync) await file.datasync();
    },
    close: () => file.close(),
  };
}
