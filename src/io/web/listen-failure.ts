// Why a server could not listen, in our words.

import { type Failure, type FailureKind, failure } from '../../core/failure.ts';
import { errorCode } from '../errno.ts';

const meanings: Readonly<Record<string, readonly [FailureKind, string]>> = {
  EADDRINUSE: ['in-use', 'another program listens there'],
  EACCES: ['forbidden', 'this user may not (ports below 1024 are for root)'],
  EADDRNOTAVAIL: ['invalid', 'this machine has no such address'],
  ENOTFOUND: ['invalid', 'this name has no address'],
  EAI_AGAIN: ['invalid', 'this name has no address'],
  ERR_SOCKET_BAD_PORT: ['invalid', 'there is no such port'],
};

/** The failure behind an error of `server.listen`. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
  const code = errorCode(error);
  const [kind, words] = meanings[code] ?? ['io', code];
  return failure(kind, `cannot listen on ${host}:${port}: ${words}`);
}
