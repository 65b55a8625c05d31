// The folders of a build.

import { join } from 'node:path';

export const rootDir = join(import.meta.dirname, '..', '..');
/** What can be thrown away and made again: not in git. */
export const cacheDir = join(rootDir, '.cache', 'pack');
export const distDir = join(rootDir, 'dist');
