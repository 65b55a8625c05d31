// Why a server could not listen, in our words.

import { type Failure, type FailureKind, failure } from '../../core/failure.ts';

const kindByCode: Record<string, FailureKind> = {
  EADDRINUSE: 'in-use',
  EACCES: 'forbidden',
  EADDRNOTAVAIL: 'invalid',
  ENOTFOUND: 'invalid',
  EAI_AGAIN: 'invalid',
  ERR_SOCKET_BAD_PORT: 'invalid',
};

/** The failure behind an error of `server.listen`. */
export function listenFailure(error: unknown, host: string, port: number): Failure {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  const kind = kindByCode[code] ?? 'io';
  return failure(kind, `cannot listen on ${host}:${port}: ${code || String(error)}`);
}
