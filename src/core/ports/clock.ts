// Clock: the two times of a machine, and the only way to wait.

/**
 * Contract. `wallMs` is what the system believes (it may be 1970, and it may step). `monoMs` counts
 * milliseconds since boot, never goes back, and is comparable across processes of one `bootId`.
 * Timers and `sleep` run on monotonic time: a step of the wall clock neither stalls nor hurries them.
 */
export interface Clock {
  readonly bootId: string;
  wallMs(): number;
  monoMs(): number;
  /** Whether a time service of this machine says that the wall clock is right. */
  synchronised(): boolean;
  /** Calls `fn` once, `ms` from now (at least 0), unless cancelled. `fn` must not throw. */
  after(ms: number, fn: () => void): Timer;
  /** Resolves `ms` from now, or at once when `signal` aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Timer {
  cancel(): void;
}
