// Bench: what every group of measurements is given, and what it gives back.

import { mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import type { Line } from './report.ts';

export interface Bench {
  /** Rounds in which the contenders take turns. */
  readonly rounds: number;
  /** Of two amounts of work, the one that this run has time for. */
  pick(full: number, quick: number): number;
  /** A new folder, gone after the run. */
  folder(): string;
}

export type Group = (bench: Bench) => Promise<readonly Line[]>;

export const createBench = (root: string, quick: boolean): Bench => ({
  rounds: quick ? 3 : 5,
  pick: (full, short) => (quick ? short : full),
  folder: () => mkdtempSync(join(root, 'bench-')),
});
