// TempFolders: folders of our own that need not outlive us.

import type { Result } from '../result.ts';

export interface TempFolder {
  readonly path: string;
  /** Removes it with all that is in it, as far as the system lets us. Idempotent. */
  remove(): Promise<void>;
}

export interface TempFolders {
  /** A new, empty folder that only this user can enter. Failure: `io`. */
  make(): Promise<Result<TempFolder>>;
}
