// What went wrong, and what the caller should do about it: the failure is the instruction.

/**
 * Every kind of operating failure. The strings are stable: status, logs and tests rely on them, and
 * each has an entry in docs/operating.md.
 */
export const failureKinds = [
  'offline', // no connection to the far side: refused, unreachable, no route, name not found
  'timeout', // the far side did not answer in time
  'tls', // the connection is not to be trusted
  'clock', // our clock is not to be trusted yet, or the far side finds our points in the future
  'unauthorised', // the far side does not know our key
  'failing', // the far side answers with errors of its own (5xx, RPC 500)
  'busy', // the far side asks us to slow down (429, 503 with Retry-After)
  'locked', // the far side has locked our client
  'restricted', // the far side denies us this resource
  'limit', // a limit of the far side is reached
  'invalid', // the far side, or a check of ours, finds the request itself wrong
  'unsupported', // the far side, or this machine, does not know how
  'bad-answer', // the far side's answer makes no sense
  'too-large', // a bound of core/limits.ts would be broken
  'not-found', // the file, port, line or resource is not there
  'in-use', // somebody else holds the port, the line or the store
  'forbidden', // this user may not open the file, port or line
  'disk-full', // no space left on the device
  'store', // the store failed: nothing is acknowledged until it has been reopened
  'corrupt', // stored bytes fail their checksum or their format
  'config', // the configuration does not pass its schema
  'closed', // the thing was closed, by us or by an unplug
  'io', // any other error of the operating system
] as const;
export type FailureKind = (typeof failureKinds)[number];

/** When trying again can help. */
export type Retry = 'later' | 'never' | 'after-auth' | 'after-clock';

export interface Failure {
  readonly kind: FailureKind;
  readonly retry: Retry;
  /** The far side's wish (Retry-After), in milliseconds; the caller waits at least this long. */
  readonly afterMs?: number;
  /** One sentence for a person. Never holds a key. */
  readonly detail: string;
}

const retryByKind: Partial<Record<FailureKind, Retry>> = {
  unauthorised: 'after-auth',
  clock: 'after-clock',
  invalid: 'never',
  unsupported: 'never',
  'too-large': 'never',
  config: 'never',
  corrupt: 'never',
};

/** A failure of this kind; what to do next follows from the kind unless `extra` says otherwise. */
export function failure(
  kind: FailureKind,
  detail: string,
  extra: { readonly retry?: Retry; readonly afterMs?: number } = {},
): Failure {
  return { kind, retry: extra.retry ?? retryByKind[kind] ?? 'later', detail, ...afterMs(extra) };
}

const afterMs = (extra: { readonly afterMs?: number }) =>
  extra.afterMs === undefined ? {} : { afterMs: extra.afterMs };
