// Keys of the buffer's store, and the operations on them. docs/buffer-format.md has the table.

import type { KeyRange, KvOp } from '../../core/ports/ordered-kv.ts';

const digits = 16;
const numbered = (prefix: string, n: number): string => prefix + String(n).padStart(digits, '0');

export const headKey = 'head';
export const settledKey = 'settled';
export const segmentKey = (firstSeq: number): string => numbered('s/', firstSeq);
export const stretchKey = (firstSeq: number): string => numbered('t/', firstSeq);
export const asideKey = (firstSeq: number): string => numbered('x/', firstSeq);
export const epochKey = (id: number): string => numbered('e/', id);
export const markKey = (channel: string): string => `m/${channel}`;

/** The number, or the channel, that a key ends with. */
export const seqOfKey = (key: string): number => Number(key.slice(2));
export const channelOfKey = (key: string): string => key.slice(2);

/** All keys that start with this letter and a slash (a `0` is what comes after a slash). */
export const allOf = (letter: 's' | 't' | 'x' | 'e' | 'm'): KeyRange => ({
  gte: `${letter}/`,
  lt: `${letter}0`,
});

/** The keys of segments whose first seq is in [first, end). */
export const segmentsIn = (first: number, end: number): KeyRange => ({
  gte: segmentKey(first),
  lt: segmentKey(end),
});

export const put = (key: string, value: Uint8Array): KvOp => ({ type: 'put', key, value });
export const del = (key: string): KvOp => ({ type: 'del', key });
