// What the answer to `record` says of its points, in all the forms that One Platforms have used.

import type { Failure } from '../../core/failure.ts';
import type { RpcAnswer } from '../../wire/jsonrpc.ts';
import { callFailure } from './rpc-failure.ts';

export type RecordVerdict =
  /** The far side has all of them. */
  | { readonly kind: 'stored' }
  /** At least one was refused; which one is not said, nor whether the others are stored. */
  | { readonly kind: 'refused' }
  /** These were refused, by second, each with a word; the others are stored. */
  | { readonly kind: 'listed'; readonly words: ReadonlyMap<number, string> }
  /** Nothing is said of the points: the far side would not do the call. */
  | { readonly kind: 'denied'; readonly failure: Failure };

/**
 * Seed 003 knows only a word; later platforms answer a list of `[second, "invalid"]` in place of the
 * status (recordbatch), or as the result of an `ok`.
 */
export function recordVerdict(answer: RpcAnswer | undefined): RecordVerdict {
  const list = listOf(answer);
  if (list !== undefined) {
    const words = refusedIn(list);
    return words.size === 0 ? { kind: 'stored' } : { kind: 'listed', words };
  }
  if (answer?.status === 'ok') return { kind: 'stored' };
  if (answer?.status === 'invalid') return { kind: 'refused' };
  return { kind: 'denied', failure: callFailure(answer) };
}

function listOf(answer: RpcAnswer | undefined): readonly unknown[] | undefined {
  if (Array.isArray(answer?.status)) return answer.status;
  return answer?.status === 'ok' && Array.isArray(answer.result) ? answer.result : undefined;
}

function refusedIn(list: readonly unknown[]): Map<number, string> {
  const words = new Map<number, string>();
  for (const entry of list) {
    if (!Array.isArray(entry) || typeof entry[0] !== 'number' || entry[1] === 'ok') continue;
    words.set(entry[0], String(entry[1]));
  }
  return words;
}
