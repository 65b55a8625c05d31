// A real pipe in the place of a GPIO line: what a kernel would tell of edges is written into it by hand.

import { closeSync, writeSync } from 'node:fs';
import koffi from 'koffi';

export interface EdgePipe {
  /** The reading end. */
  readonly fd: number;
  edge(level: 0 | 1, monoMs: number): void;
  /** Closes the writing end, at which a poll reports a hang-up. */
  hangUp(): void;
  close(): void;
}

export function createEdgePipe(): EdgePipe {
  const fds = new Int32Array(2);
  const made = koffi.load(null).func('int pipe(void *fds)')(fds);
  if (made !== 0) throw new Error(`no pipe: errno ${koffi.errno()}`);
  const [reading = -1, writing = -1] = fds;
  return {
    fd: reading,
    edge: (level, monoMs) => {
      const event = Buffer.alloc(48);
      event.writeBigUInt64LE(BigInt(monoMs) * 1_000_000n, 0);
      event.writeUInt32LE(level ? 1 : 2, 8);
      writeSync(writing, event);
    },
    hangUp: () => closeSync(writing),
    close: () => closeSync(reading),
  };
}
