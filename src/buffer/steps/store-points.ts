// Store points: the step that puts columns at the end of the log.

import type { Column } from '../../core/point.ts';
import type { KvOp } from '../../core/ports/ordered-kv.ts';
import { dealColumns } from '../format/columns.ts';
import { put, segmentKey, stretchKey } from '../format/keys.ts';
import { sealJson } from '../format/seal.ts';
import { encodeSegment, storedBytes } from '../format/segment.ts';
import type { Marks } from '../marks.ts';
import type { State, Step } from './state.ts';

/** New segments with the next seqs. Counts nothing: the caller knows whether the points are new. */
export function storePoints(state: State, columns: readonly Column[], epoch: number): Step {
  const ops: KvOp[] = [];
  let { head, stretches } = state;
  const groups = dealColumns(columns);
  if (groups.length > 0 && stretches.at(-1)?.epoch !== epoch) {
    stretches = [...stretches, { first: head.next, epoch }];
    ops.push(put(stretchKey(head.next), sealJson(epoch)));
  }
  for (const group of groups) {
    const first = head.next;
    const value = encodeSegment(first, epoch, group);
    ops.push(put(segmentKey(first), value));
    head = {
      ...head,
      next: group.reduce((seq, { seconds }) => seq + seconds.length, first),
      segments: head.segments + 1,
      bytes: head.bytes + storedBytes(first, value),
    };
  }
  return { state: { ...state, head, stretches }, ops };
}

/** With the marks written, when enough was stored since the last time. */
export function withMarks({ state, ops }: Step, marks: Marks): Step {
  if (!marks.due) return { state, ops };
  const head = { ...state.head, marked: state.head.next };
  return { state: { ...state, head }, ops: [...ops, ...marks.flush()] };
}
