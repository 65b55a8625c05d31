// A terminal that keeps what it was told, with a person at it who can press Ctrl-C.

import type { Terminal } from '../../src/core/ports/terminal.ts';

export interface FakeTerminal extends Terminal {
  /** Everything that was answered. */
  readonly output: string;
  /** Everything else that was said. */
  readonly complaints: string;
  /** As SIGINT does. */
  interrupt(): void;
  /** From now on nobody reads the answers, or the complaints. */
  leave(stream: 'answers' | 'complaints'): void;
  press(key: string): void;
  /** Throws what nobody catches. */
  crash(thrown: unknown): Promise<void>;
}

export function createFakeTerminal(
  options: { readonly isScreen?: boolean; readonly env?: Readonly<Record<string, string>> } = {},
): FakeTerminal {
  const stop = new AbortController();
  const listeners = new Set<(key: string) => void>();
  let hear = async (_thrown: unknown): Promise<void> => {};
  let output = '';
  let complaints = '';
  const unread = new Set<'answers' | 'complaints'>();
  return {
    get output() {
      return output;
    },
    get complaints() {
      return complaints;
    },
    interrupt: () => stop.abort(),
    leave: (stream) => {
      unread.add(stream);
    },
    press: (key) => {
      for (const listener of listeners) listener(key);
    },
    crash: (thrown) => hear(thrown),
    onCrash: (listener) => {
      hear = listener;
    },
    out: (text) => {
      if (unread.has('answers')) stop.abort();
      else output += text;
    },
    err: (text) => {
      if (!unread.has('complaints')) complaints += text;
    },
    isScreen: options.isScreen ?? false,
    columns: 80,
    rows: 24,
    env: options.env ?? {},
    stopSignal: () => stop.signal,
    keys: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
