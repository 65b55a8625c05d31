// ScriptWorker: a program of a stranger, run where it can do nothing but ask us.

/** What a script asks for, and with what. */
export interface ScriptCall {
  readonly name: string;
  readonly args: readonly unknown[];
  /** How long the script ran before it asked, since its start or its last answer. */
  readonly ranMs: number;
}

export interface ScriptAnswer {
  /** JSON. */
  readonly value: unknown;
  /** How long the script may now run until it asks again or ends. */
  readonly runMs: number;
}

/**
 * How a script ended. `error`: by its own doing; the detail is what its language says, the line included, or
 * `not enough memory`. `overtime`: it ran on past its time. `failed`: it could not be run here at all.
 */
export type ScriptEnd =
  | { readonly kind: 'completed' | 'overtime' | 'killed' }
  | { readonly kind: 'error' | 'failed'; readonly detail: string };

export interface ScriptOrder {
  /** The program, in Lua. */
  readonly source: string;
  /** What all its values may take together. */
  readonly memoryBytes: number;
  /** How long it may run until it asks for the first time, or ends. */
  readonly runMs: number;
  /** Answers a call. Must not reject; a promise that stays open keeps the script where it is. */
  answer(call: ScriptCall): Promise<ScriptAnswer>;
}

export interface ScriptRun {
  /** Resolves once, when nothing of the script is left. Never rejects. */
  readonly ended: Promise<ScriptEnd>;
  /** Ends it, whatever it does. Idempotent. */
  kill(): void;
}

/**
 * Contract. A script has no way out but `answer`: no file, no network, no other script, nothing of ours. It
 * asks for one thing at a time and stands still until it is answered; that time does not count. Whatever it does
 * with its own, in time or memory, it does not hold up whoever started it, and it ends: soon after `runMs` at the
 * latest. After it has ended no call of it arrives.
 */
export interface ScriptWorker {
  start(order: ScriptOrder): ScriptRun;
}
