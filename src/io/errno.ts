// What the operating system refuses, in the words of core/failure.ts.

import { type Failure, type FailureKind, failure } from '../core/failure.ts';

const kindByCode: Readonly<Record<string, FailureKind>> = {
  ENOENT: 'not-found',
  ENOTDIR: 'not-found',
  ENODEV: 'not-found',
  ENXIO: 'not-found',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'forbidden',
  EBUSY: 'in-use',
  EADDRINUSE: 'in-use',
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
};

/** The failure that stands for an error code such as `ENOENT`; `io` for all that have no kind of their own. */
export function codeFailure(code: string, detail: string): Failure {
  return failure(kindByCode[code] ?? 'io', `${detail}: ${code}`);
}

/** The failure that stands for what a call into Node threw; `detail` says what was tried. */
export function thrownFailure(thrown: unknown, detail: string): Failure {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown);
  return codeFailure(code, detail);
}
