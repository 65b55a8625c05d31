// TempFolder: a folder of our own that need not outlive us.

export interface TempFolder {
  readonly path: string;
  /** Removes it with all that is in it, as far as the system lets us. */
  remove(): Promise<void>;
}
