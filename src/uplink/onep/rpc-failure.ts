// What stands in the way when the One Platform does not say ok: its words, as failures of ours.

import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { HttpAnswer } from '../../core/ports/http.ts';
import { type RpcAnswer, type RpcError, rpcCode } from '../../wire/jsonrpc.ts';

/** Long enough for a person, short enough for a log line: the words are the far side's. */
const wordsOf = (text: string): string => text.slice(0, 200);

/**
 * The failure that an HTTP status means, or undefined for 200, whose body decides. None of these says
 * anything about a point.
 */
export function httpFailure(answer: HttpAnswer, wallMs: number): Failure | undefined {
  const { status, headers } = answer;
  const afterMs = retryAfterMs(headers, wallMs);
  const detail = `the platform answers HTTP ${status}`;
  if (status === 200) return undefined;
  if (status === 429 || (status === 503 && afterMs !== undefined)) {
    return failure('busy', detail, afterMs === undefined ? {} : { afterMs });
  }
  if (status >= 500) return failure('failing', detail);
  if (status === 401) return failure('unauthorised', detail);
  if (status === 403) return failure('restricted', detail);
  if (status === 404) return failure('not-found', `${detail}: no One Platform at this address`);
  if (status === 413) return failure('too-large', detail, { retry: 'later' });
  return failure('bad-answer', detail);
}

/** Retry-After holds seconds, or a date to compare with the sender's own. */
function retryAfterMs(headers: HttpAnswer['headers'], wallMs: number): number | undefined {
  const wish = headers['retry-after'];
  if (wish === undefined) return undefined;
  const nowMs = dateMs(headers) ?? wallMs;
  const ms = /^\d+$/.test(wish) ? Number(wish) * 1000 : Date.parse(wish) - nowMs;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), limits.retryAfterMaxMs);
}

/** The far side's clock when it answered, whole seconds; undefined when it does not say. */
export function dateMs(headers: HttpAnswer['headers']): number | undefined {
  const ms = Date.parse(headers.date ?? '');
  return Number.isNaN(ms) ? undefined : ms;
}

/** The failure that an error code of the RPC means, for a request or for one call. */
export function errorFailure({ code, message }: RpcError): Failure {
  const detail = wordsOf(`the platform answers error ${code}: ${message}`);
  if (code === rpcCode.unauthorised) return failure('unauthorised', detail);
  if (code === rpcCode.internal) return failure('failing', detail);
  const kind = code === rpcCode.unsupported ? 'unsupported' : 'invalid';
  return failure(kind, detail, { retry: 'later' });
}

const kindByStatus = {
  locked: 'locked',
  limit: 'limit',
  restricted: 'restricted',
  noauth: 'restricted',
  invalid: 'invalid',
  notfound: 'not-found',
} as const;

/** Why a call was not done. Every one of them may pass: the far side's state is not ours to judge. */
export function callFailure(answer: RpcAnswer | undefined): Failure {
  if (answer === undefined) return failure('bad-answer', 'the platform left a call unanswered');
  const { status, error } = answer;
  if (status === 'fail' && error !== undefined) return errorFailure(error);
  return statusFailure(String(status));
}

/** The failure behind the status word of a call, or of one point. */
export function statusFailure(status: string): Failure {
  const detail = wordsOf(`the platform answers ${status}`);
  const kind = Object.hasOwn(kindByStatus, status)
    ? kindByStatus[status as keyof typeof kindByStatus]
    : 'failing';
  return failure(kind, detail, { retry: 'later' });
}
