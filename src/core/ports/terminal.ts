// Terminal: where a command speaks to the person or program that started it, and how that one stops it.

export interface Terminal {
  /** The answer. Text as it is: the caller ends its lines. */
  out(text: string): void;
  /** What is no answer: complaints and progress. */
  err(text: string): void;
  /** Whether the answer goes to a screen; otherwise a program reads it. */
  readonly isScreen: boolean;
  /** Columns of the screen; 80 when there is none, or one that does not know its size. */
  readonly columns: number;
  /** Lines of the screen; 24 when there is none. */
  readonly rows: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  /**
   * Aborts at the first SIGINT, SIGTERM or SIGHUP after the call; until it is called these end the process.
   * Further signals are ignored: a terminal, npm and a wrapper may each pass the same Ctrl-C on.
   * Aborts as well when an answer finds nobody who reads it any more; complaints may go unread.
   */
  stopSignal(): AbortSignal;
  /**
   * Calls `listener` with each key as it is pressed, not echoed, until the returned function is
   * called. Ctrl-C stays a stop signal. Without a keyboard nothing is ever pressed.
   */
  keys(listener: (key: string) => void): () => void;
  /**
   * Calls `listener` with what nobody caught, once; when that is done the process ends as it would
   * have without.
   */
  onCrash(listener: (thrown: unknown) => Promise<void>): void;
}
