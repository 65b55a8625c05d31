// Control: words to a program of ours that runs already, through a socket in its folder.

import type { Result } from '../result.ts';

/** Bytes as they are made. A failure is the last that comes. */
export type Pieces = AsyncIterable<Result<Uint8Array>>;

/** Answers one request. `signal` aborts when the asker is gone: then nobody reads on. */
export type ControlHandler = (request: string, signal: AbortSignal) => Promise<Result<Pieces>>;

export interface ControlDoor {
  /** Takes no new requests and cuts those under way. Idempotent. */
  close(): Promise<void>;
}

/**
 * Contract. Only the user whom the program runs as may ask (mode 0600). A request is one text without line
 * feeds, of at most limits.controlBytes. A request whose answer breaks off is told so: its last piece is
 * a failure of kind `offline`.
 */
export interface Control {
  /**
   * Answers at `path`, in place of whoever has left a socket there: only who owns the folder may call it.
   * Failures: `invalid` (the path is too long for a socket), `forbidden`, `io`.
   */
  serve(path: string, handler: ControlHandler): Promise<Result<ControlDoor>>;
  /**
   * Asks who answers at `path`. Failures: `not-found` when nobody does, `offline` when the answer did not
   * come, and those of the handler.
   */
  ask(path: string, request: string): Promise<Result<Pieces>>;
}
