// Mail: one message to one recipient, handed to a mail server.

import type { Result } from '../result.ts';

export interface MailMessage {
  /** The same for every try of one message: it becomes the Message-ID. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/**
 * Contract. Ok when the server has taken the message upon itself. Failures: `offline` and `timeout` (the
 * server may have taken it or not), `tls`, `unauthorised` (it does not know us), `busy` (it says: later),
 * `invalid` (it will never take this one), `closed` (the signal aborted).
 */
export interface Mail {
  send(message: MailMessage, options: MailOptions): Promise<Result<void>>;
}

export interface MailOptions {
  /** For the whole conversation with the server. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
}
