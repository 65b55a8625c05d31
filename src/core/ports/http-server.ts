// HttpServer: requests come in whole, answers go out whole or as a stream of text.

import type { Result } from '../result.ts';

export interface Exchange {
  readonly method: string;
  /** Decoded path, without the query. */
  readonly path: string;
  /** The raw query, without `?`; empty when there is none. */
  readonly query: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** The peer's address. */
  readonly remote: string;
  /** Aborts when the peer is gone: long polls end then. */
  readonly signal: AbortSignal;
}

export interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** A body without end (server-sent events), instead of `body`; ends when the peer is gone. */
  readonly stream?: AsyncIterable<string>;
}

export type Handler = (exchange: Exchange) => Promise<Reply>;

export interface ListenOptions {
  readonly host: string;
  /** 0 for any free one. */
  readonly port: number;
  /** A larger body is answered 413 and never reaches the handler. */
  readonly maxBodyBytes: number;
}

export interface Listening {
  readonly host: string;
  readonly port: number;
  /** Takes no new requests, waits for those in flight at most `graceMs`, then cuts. Idempotent. */
  close(graceMs: number): Promise<void>;
}

/**
 * Contract. A handler that throws is answered 500 and logged by the caller's journal; its message
 * never reaches the peer. Whole bodies are sent with Content-Length. Failures of listen: `in-use`,
 * `forbidden`, `invalid`, `io`.
 */
export interface HttpServer {
  listen(options: ListenOptions, handler: Handler): Promise<Result<Listening>>;
}
