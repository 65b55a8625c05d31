// ByteLinks: serial ports, as streams of bytes that may vanish.

import type { Failure } from '../failure.ts';
import type { Result } from '../result.ts';

export interface LinkInfo {
  readonly path: string;
  /** Vendor and product of a USB adapter, four lower-case hex digits each. */
  readonly vid?: string;
  readonly pid?: string;
  readonly serial?: string;
  readonly manufacturer?: string;
}

export interface LinkOptions {
  readonly baud: number;
  readonly dataBits: 5 | 6 | 7 | 8;
  readonly parity: 'none' | 'even' | 'odd';
  readonly stopBits: 1 | 2;
}

export interface LinkEvents {
  /** Bytes as they came. The array is the receiver's to keep. */
  data(bytes: Uint8Array): void;
  /** Called exactly once, when the link is gone: with a failure unless we closed it ourselves. */
  closed(reason?: Failure): void;
}

export interface ByteLink {
  /** Resolves when the system has taken the bytes; `timeout` after limits.portWriteMs (a dead port never says). */
  write(bytes: Uint8Array): Promise<Result<void>>;
  /** Idempotent. */
  close(): Promise<void>;
}

/**
 * Contract. An open link always listens, so that an unplug is always noticed. No event comes before
 * the promise of `open` has settled.
 */
export interface ByteLinks {
  list(): Promise<Result<readonly LinkInfo[]>>;
  /** Failures: `not-found`, `in-use`, `forbidden`, `invalid` (a baud rate the port refuses), `io`. */
  open(path: string, options: LinkOptions, events: LinkEvents): Promise<Result<ByteLink>>;
}
