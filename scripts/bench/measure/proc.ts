// What the kernel knows of a process: its memory, its processor time, what it wrote.

import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** Everything resident, the pages of the executable included. Bytes. */
  readonly rss: number;
  /** What is its own and on no disk: heap, stacks, buffers. Bytes. */
  readonly anonymous: number;
}

/** The sizes after this name in a file of /proc, in bytes. */
const sizeIn = (text: string, name: string): number =>
  1024 * Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(text)?.[1] ?? Number.NaN);

export function memoryOf(pid: number): Memory {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
  return { rss: sizeIn(text, 'Rss'), anonymous: sizeIn(text, 'Anonymous') };
}

/** The most that was ever resident. Bytes. */
export const peakRssOf = (pid: number): number =>
  sizeIn(readFileSync(`/proc/${pid}/status`, 'utf8'), 'VmHWM');

/** Processor time of all threads that are alive, in microseconds. */
export function cpuUsOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const ns = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return ns.reduce((sum, one) => sum + one, 0) / 1000;
}

/** Bytes that this process caused to be sent to the disk, without the journal of the file system. */
export const writtenBytes = (): number =>
  Number(/^write_bytes: (\d+)/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1] ?? Number.NaN);
