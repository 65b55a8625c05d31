// The files of this repository, for rules about them.

import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../../..');

export interface File {
  /** From the root of the repository, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** Files below the root that match, in order; folders and what npm or a build made are left out. */
export function files(...patterns: readonly string[]): readonly File[] {
  return paths(...patterns).map((path) => ({ path, text: read(path) }));
}

export function paths(...patterns: readonly string[]): readonly string[] {
  const found = globSync(patterns, {
    cwd: root,
    withFileTypes: true,
    exclude: ['node_modules/**'],
  });
  const named = found.filter((entry) => entry.isFile());
  return named.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
}

export const read = (path: string): string => readFileSync(join(root, path), 'utf8');

/** Source without its comments: a comment may name what the code may not use. */
export const code = (text: string): string =>
  text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
