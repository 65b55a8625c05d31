// The exit codes of every command: sysexits.h where it has a word for it.

import type { Failure, FailureKind } from '../core/failure.ts';

/** What the process ends with. */
export const exitCode = {
  done: 0,
  /** The answer is no; also `check` of a bad file. */
  no: 1,
  usage: 2,
  /** EX_TEMPFAIL: the same command may succeed later. */
  tryLater: 75,
  /** EX_CONFIG: a bad configuration, in any other command than `check`. */
  badConfig: 78,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

const passing: readonly FailureKind[] = ['offline', 'timeout', 'tls', 'clock', 'failing', 'busy'];

/** What a command that talks to a server ends with when that failed. */
export const exitFor = (failure: Failure): ExitCode =>
  passing.includes(failure.kind) ? exitCode.tryLater : exitCode.no;
