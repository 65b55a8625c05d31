// What a lab test needs from the machine: without it a visitor's run skips, and CI fails.

import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export interface Need {
  /** A program in PATH, or the absolute path of a file. */
  readonly what: string;
  /** How to get it, for the line that the skipped test prints. */
  readonly how: string;
}

/** For `test({ skip })`: false when all is there, else what to do. Throws in CI, where nothing skips. */
export function missing(...needs: readonly Need[]): string | false {
  const absent = needs.filter(({ what }) => !present(what));
  if (absent.length === 0) return false;
  const line = absent.map(({ what, how }) => `needs ${what}: ${how}`).join('; ');
  if (process.env.CI) throw new Error(line);
  return line;
}

function present(what: string): boolean {
  const folders = what.startsWith('/') ? [''] : (process.env.PATH ?? '').split(delimiter);
  return folders.some((folder) => {
    try {
      accessSync(join(folder, what), constants.R_OK);
      return true;
    } catch {
      return false;
    }
  });
}

export const asRoot: Need = { what: '/proc/1/environ', how: 'run this test as root' };
