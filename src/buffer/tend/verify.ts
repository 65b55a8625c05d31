// Verify: counts the pending points again, from the segments themselves, so that the equation can fail.

import type { Ledger } from '../../core/ledger.ts';
import { ok, type Result } from '../../core/result.ts';
import { partsOutside } from '../format/intervals.ts';
import { segmentsIn, seqOfKey } from '../format/keys.ts';
import { decodeSegment, storedBytes } from '../format/segment.ts';
import { scan } from '../store/scan.ts';
import type { Session } from '../store/store.ts';

export interface Verification {
  /** The counters as stored, with pending as counted here. */
  readonly ledger: Ledger;
  readonly segments: number;
  readonly bytes: number;
  /** What is not as it should be, one sentence each. */
  readonly problems: readonly string[];
}

/** Reads every kept segment. For tests and tools: the log waits meanwhile. */
export async function verify({ kv, state }: Session): Promise<Result<Verification>> {
  const { head, settled } = state;
  const problems: string[] = [];
  let pending = 0;
  let segments = 0;
  let bytes = 0;
  let at = head.cursor;
  const expectSettled = (until: number): void => {
    for (const { first, end } of partsOutside(settled, at, until)) {
      problems.push(`no segment holds the pending points ${first} to ${end - 1}`);
    }
  };
  const scanned = await scan(kv, segmentsIn(0, Number.MAX_SAFE_INTEGER), ({ key, value }) => {
    const first = seqOfKey(key);
    segments++;
    bytes += storedBytes(first, value);
    const segment = decodeSegment(first, value);
    if (!segment) {
      problems.push(`the segment at ${first} is damaged`);
      return;
    }
    if (first < at) problems.push(`the segment at ${first} starts below ${at}`);
    expectSettled(first);
    for (const run of segment.runs) {
      const parts = partsOutside(settled, run.firstSeq, run.firstSeq + run.values.length);
      for (const part of parts) pending += part.end - part.first;
    }
    at = segment.end;
  });
  if (!scanned.ok) return scanned;
  if (at > head.next) problems.push(`segments reach to ${at}, past the end at ${head.next}`);
  expectSettled(head.next);
  if (segments !== head.segments) problems.push(`${segments} segments, not ${head.segments}`);
  if (bytes !== head.bytes) problems.push(`${bytes} bytes, not ${head.bytes}`);
  return ok({ ledger: { ...head.counts, pending }, segments, bytes, problems });
}
