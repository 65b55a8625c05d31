// Http: one request to a far server, one answer, with a bound on everything.

import type { Result } from '../result.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | string;
  /** From the call to the last byte of the answer. Milliseconds. */
  readonly timeoutMs: number;
  /** A longer answer is cut off and fails as `too-large`. */
  readonly maxAnswerBytes: number;
  readonly signal?: AbortSignal;
  /**
   * Connects to this address instead of asking for those of the host, on a connection of its own. The far
   * side is called, and has to prove itself, by its name in the URL all the same.
   */
  readonly address?: string;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/**
 * Contract. Any answer of a server is ok, whatever its status. Failures: `offline` (no connection, or
 * it broke: the server may or may not have acted), `timeout` (the same), `tls`, `too-large`,
 * `closed` (the signal aborted). Connections are kept alive; a request on a kept connection that the
 * server had closed meanwhile is sent once more on a new one only if not a byte of it was answered.
 */
export interface Http {
  send(request: HttpRequest): Promise<Result<HttpAnswer>>;
  close(): Promise<void>;
}
