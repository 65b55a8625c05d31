// What the operating system refuses, in the words of core/failure.ts.

import { type Failure, type FailureKind, failure } from '../core/failure.ts';

const meanings: Readonly<Record<string, readonly [FailureKind, string]>> = {
  ENOENT: ['not-found', 'there is no such file or folder'],
  ENOTDIR: ['not-found', 'a part of this path is no folder'],
  ENODEV: ['not-found', 'there is no such device'],
  ENXIO: ['not-found', 'there is no such device'],
  EACCES: ['forbidden', 'this user may not'],
  EPERM: ['forbidden', 'the system does not permit it'],
  EROFS: ['forbidden', 'the file system is read-only'],
  EBUSY: ['in-use', 'it is busy'],
  EADDRINUSE: ['in-use', 'another program listens there'],
  ENOSPC: ['disk-full', 'no space is left on the device'],
  EDQUOT: ['disk-full', 'the disk quota of this user is used up'],
  EISDIR: ['io', 'it is a folder'],
};

/**
 * The failure that stands for an error code such as `ENOENT`; `io` for all that have no kind of their
 * own, and the code itself for those that have no words.
 */
export function codeFailure(code: string, detail: string): Failure {
  const [kind, words] = meanings[code] ?? ['io', code];
  return failure(kind, `${detail}: ${words}`);
}

/** The failure that stands for what a call into Node threw; `detail` says what was tried. */
export const thrownFailure = (thrown: unknown, detail: string): Failure =>
  codeFailure(errorCode(thrown), detail);

/** The code of what a call into Node threw, such as `ENOENT`; what it says for want of one. */
export const errorCode = (thrown: unknown): string =>
  thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
