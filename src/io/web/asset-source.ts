// Where the bytes of an asset come from: the checkout. The pack script puts a module with the bytes in its place.

import { readFileSync } from 'node:fs';

/** The bytes of a file of the project, by its path from the root. */
export const readSource = (path: string): Uint8Array =>
  readFileSync(new URL(`../../../${path}`, import.meta.url));
