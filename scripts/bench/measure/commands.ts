// What is started beside us: a Node that does nothing, and the naive agent.

import { join } from 'node:path';
import process from 'node:process';

/** Stays and does nothing. */
export const bareCommand: readonly [string, ...string[]] = [
  process.execPath,
  join(import.meta.dirname, '..', 'bare', 'node.cjs'),
];

/** Ends at once. */
export const emptyCommand: readonly [string, ...string[]] = [process.execPath, '-e', '0'];

export const naiveCommand = (
  dir: string,
  url: string,
  channels: number,
): readonly [string, ...string[]] => [
  process.execPath,
  join(import.meta.dirname, '..', 'naive', 'agent.ts'),
  dir,
  url,
  String(channels),
];
