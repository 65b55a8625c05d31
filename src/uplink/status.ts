// What the uplink says of itself.

/** `clock`: points are kept until the time is known. `paused`: an operator stopped the uplink. */
export type UplinkState =
  | 'online'
  | 'offline'
  | 'failing'
  | 'unauthorised'
  | 'locked'
  | 'clock'
  | 'paused';

export interface UplinkStatus {
  readonly state: UplinkState;
  /** Why it is not online, or what does not flow all the same, in one sentence. */
  readonly detail?: string;
  /** How long it has been in this state. */
  readonly sinceMs: number;
  /** Until the next try; absent while online. */
  readonly retryInMs?: number;
  /** Tries in a row that came to nothing. */
  readonly failures: number;
  readonly requests: number;
  readonly lastDeliveryAgeMs?: number;
  /** Points a second over the last minute. */
  readonly rate: number;
  /** Until the backlog is gone at this rate; absent when there is none or it grows. */
  readonly drainMs?: number;
}
