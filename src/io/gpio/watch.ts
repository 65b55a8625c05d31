// One asynchronous poll over all lines that we watch, for edges and for the loss of their chip.

import { closeSync, readSync, writeSync } from 'node:fs';
import { type Failure, failure } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Edge } from '../../core/ports/pins.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { codeFailure } from '../errno.ts';
import type { Libc } from '../libc.ts';
import { chipIdentity } from './chips.ts';
import { decodeEvents, eventBytes } from './uapi.ts';

export interface WatchedLine {
  readonly fd: number;
  readonly path: string;
  /** From `chipIdentity`, when the line was taken. */
  readonly identity: string | undefined;
  edge(edge: Edge): void;
  /** Called once; the line is no longer watched then. */
  lost(reason: Failure): void;
}

export interface Watch {
  add(line: WatchedLine): Result<void>;
  /** When it resolves, no poll uses the descriptor any more. Idempotent. */
  remove(line: WatchedLine): Promise<void>;
}

/** Not every kernel wakes a poll when a chip leaves, so we look; also the longest that one poll waits. */
const chipCheckMs = 1_000;

const POLLIN = 0x001;
const POLLGONE = 0x008 | 0x010 | 0x020;

/** A thread for each line that reads and blocks would hang the exit; so would a poll that nothing wakes. */
export function createWatch(libc: Libc, clock: Clock): Watch {
  const lines = new Set<WatchedLine>();
  let running: Promise<void> | undefined;
  let polling: Promise<number> | undefined;
  let wakeFd = -1;
  const wake = () => writeSync(wakeFd, new Uint8Array(new BigUint64Array([1n]).buffer));

  const lose = (line: WatchedLine) => {
    if (lines.delete(line)) line.lost(failure('closed', `the chip of ${line.path} is gone`));
  };
  const serve = (line: WatchedLine, events: number) => {
    if (!lines.has(line)) return;
    if (events & POLLIN) {
      const edges = readEdges(line.fd);
      if (!edges.ok) return lose(line);
      for (const edge of edges.value) line.edge(edge);
    } else if (events & POLLGONE) lose(line);
  };
  const checkChips = () => {
    for (const line of lines) if (chipIdentity(line.path) !== line.identity) lose(line);
  };

  const run = async () => {
    process.on('exit', wake);
    let checkedMonoMs = clock.monoMs();
    while (lines.size > 0) {
      const polled = [...lines];
      const fds = encodePollFds([wakeFd, ...polled.map((line) => line.fd)]);
      polling = libc.poll(fds, polled.length + 1, chipCheckMs);
      if ((await polling) < 0) await clock.sleep(chipCheckMs);
      if (readyEvents(fds, 0)) readSync(wakeFd, new Uint8Array(8));
      polled.forEach((line, i) => {
        serve(line, readyEvents(fds, i + 1));
      });
      if (clock.monoMs() - checkedMonoMs < chipCheckMs) continue;
      checkedMonoMs = clock.monoMs();
      checkChips();
    }
    process.off('exit', wake);
    closeSync(wakeFd);
    running = undefined;
  };

  return {
    add: (line) => {
      lines.add(line);
      if (running) {
        wake();
        return done;
      }
      const fd = libc.eventfd();
      if (!fd.ok) {
        lines.delete(line);
        return err(codeFailure(fd.failure, 'cannot watch lines'));
      }
      wakeFd = fd.value;
      running = run();
      return done;
    },
    remove: async (line) => {
      if (lines.delete(line) && running) wake();
      await polling;
    },
  };
}

/** struct pollfd: i32 descriptor, i16 events asked for, i16 events that came. */
const pollFdBytes = 8;

function encodePollFds(fds: readonly number[]): Uint8Array {
  const out = new DataView(new ArrayBuffer(fds.length * pollFdBytes));
  fds.forEach((fd, i) => {
    out.setInt32(i * pollFdBytes, fd, true);
    out.setInt16(i * pollFdBytes + 4, POLLIN, true);
  });
  return new Uint8Array(out.buffer);
}

const readyEvents = (fds: Uint8Array, index: number): number =>
  new DataView(fds.buffer).getInt16(index * pollFdBytes + 6, true);

/** The edges that wait in the kernel, at most 64 at a time; the next poll brings the others. */
function readEdges(fd: number): Result<readonly Edge[], unknown> {
  const bytes = new Uint8Array(64 * eventBytes);
  try {
    return ok(decodeEvents(bytes.subarray(0, readSync(fd, bytes))));
  } catch (thrown) {
    return err(thrown);
  }
}
