// The terminal of this process: its standard streams, environment and signals.

import process from 'node:process';
import type { Terminal } from '../core/ports/terminal.ts';

export function createTerminal(): Terminal {
  const stop = new AbortController();
  let listening = false;
  // A reader that has gone (`holdfast status --watch | head -1`) is no error of ours. Without one for
  // the answers there is nothing left to do; complaints need none.
  process.stdout.on('error', () => stop.abort());
  process.stderr.on('error', () => {});

  return {
    out: (text) => {
      process.stdout.write(text);
    },
    err: (text) => {
      process.stderr.write(text);
    },
    get isScreen() {
      return process.stdout.isTTY === true;
    },
    get columns() {
      return process.stdout.columns || 80;
    },
    get rows() {
      return process.stdout.rows || 24;
    },
    env: process.env,
    stopSignal() {
      if (!listening)
        for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
          process.on(signal, () => stop.abort());
      listening = true;
      return stop.signal;
    },
    keys: (listener) => readKeys(listener, () => stop.abort()),
    onCrash(listener) {
      process.once('uncaughtException', (thrown) => {
        // Thrown again, and not caught this time.
        const end = () =>
          setImmediate(() => {
            throw thrown;
          });
        void listener(thrown).then(end, end);
      });
    },
  };
}

function readKeys(listener: (key: string) => void, interrupt: () => void): () => void {
  const { stdin } = process;
  if (!stdin.isTTY) return () => {};
  const hear = (text: string) => {
    for (const key of text) {
      // In raw mode the terminal no longer turns Ctrl-C into a signal.
      if (key === '\x03') interrupt();
      else listener(key);
    }
  };
  stdin.setRawMode(true).setEncoding('utf8').on('data', hear).resume();
  return () => {
    stdin.off('data', hear).setRawMode(false).pause();
  };
}
