// Why a request over HTTP came to nothing, in our words.

import { type Failure, failure } from '../../core/failure.ts';

/** Codes of OpenSSL's verdict on a certificate, and of Node's and the handshake's own. */
const tlsCode =
  /^(CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|ERR_TLS_|ERR_SSL_|EPROTO)/;

/**
 * The failure behind an error of a connection to `host`: `tls` when the far side cannot be trusted (the
 * detail holds the code: CERT_NOT_YET_VALID and CERT_HAS_EXPIRED may be the fault of our clock),
 * `invalid` for a request that Node does not send, else `offline`.
 */
export function connectionFailure(error: unknown, host: string): Failure {
  const { code = '', message } = error as NodeJS.ErrnoException;
  const detail = `${host}: ${code || message}`;
  if (tlsCode.test(code)) return failure('tls', `no trusted connection to ${detail}`);
  if (code.startsWith('ERR_INVALID_')) return failure('invalid', `no such request to ${detail}`);
  return failure('offline', `no connection to ${detail}`);
}
