// The exit codes of every command: sysexits.h where it has a word for it; and which of them a failure means.

import type { Failure, FailureKind } from '../core/failure.ts';
import type { Terminal } from '../core/ports/terminal.ts';

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

/** What passes without anybody changing the command: a server that comes back, a port or a disk that is freed. */
const passing: readonly FailureKind[] = [
  ...(['offline', 'timeout', 'tls', 'clock', 'failing', 'busy'] as const),
  ...(['in-use', 'disk-full'] as const),
];

/** What any command but `check` ends with when this failed. */
export function exitFor({ kind }: Failure): ExitCode {
  if (kind === 'config') return exitCode.badConfig;
  return passing.includes(kind) ? exitCode.tryLater : exitCode.no;
}

/** Says why a service does not start, with the word that docs/operating.md explains; and how it ends. */
export function doesNotStart(
  what: string,
  failure: Failure,
  terminal: Pick<Terminal, 'err'>,
): ExitCode {
  terminal.err(`${what} does not start: ${failure.detail} (${failure.kind})\n`);
  return exitFor(failure);
}
