// Regular expressions from a settings file run on lines from a device: none of them may run for ever.

import { setFlagsFromString } from 'node:v8';

/**
 * Tells the engine to finish a match with its linear matcher once it has backtracked 50,000 times,
 * and to know the flag `l`, by which a pattern's fitness for that matcher is checked. For the whole
 * process; call it before any settings are read.
 */
export function boundRegExps(): void {
  setFlagsFromString('--enable-experimental-regexp-engine');
  setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
}
