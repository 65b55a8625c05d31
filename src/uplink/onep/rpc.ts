// Rpc: a list of calls in one request to the One Platform, and what it says to each.

import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Http, HttpAnswer } from '../../core/ports/http.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { parseReply, type RpcAnswer, type RpcReply } from '../../wire/jsonrpc.ts';
import { rpcPaths } from '../../wire/onep.ts';
import { dateMs, errorFailure, httpFailure } from './rpc-failure.ts';

export interface RpcOptions {
  /** The platform's address, without a path. */
  readonly url: string;
  /** Asked before each request, so that a new key is used at once. */
  readonly cik: () => Promise<Result<string>>;
  readonly userAgent: string;
  /** Hears the platform's time with each answer, right to within the tolerance. */
  readonly heard?: (wallMs: number, toleranceMs: number) => void;
}

export interface Answers {
  /** The answer to the call at this place; undefined when there is none, or several that disagree. */
  to(call: number): RpcAnswer | undefined;
  /** The far side's clock (ours, when it does not say). Unix time. */
  readonly second: number;
}

export interface Rpc {
  /**
   * Sends calls (see `callText`), at most limits.callsPerRequest, in one request. The failure is of
   * the whole request: it says nothing about any one call.
   */
  call(calls: readonly string[], signal?: AbortSignal): Promise<Result<Answers>>;
  /** Requests sent so far. */
  readonly requests: number;
}

export function createRpc(
  { http, clock }: { readonly http: Http; readonly clock: Clock },
  options: RpcOptions,
): Rpc {
  const base = options.url.replace(/\/+$/, '');
  let path: string = rpcPaths[0];
  let requests = 0;

  function post(body: string, to: string, signal?: AbortSignal): Promise<Result<HttpAnswer>> {
    requests += 1;
    return http.send({
      method: 'POST',
      url: base + to,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': options.userAgent,
      },
      body,
      timeoutMs: limits.requestMs,
      maxAnswerBytes: limits.answerBytes,
      ...(signal && { signal }),
    });
  }

  /**
   * A Date is cut to whole seconds, and may have been written at any moment of the round trip. Only a
   * One Platform is believed: a captive portal answers everything, with whatever time it has.
   */
  function hear(answer: HttpAnswer, tripMs: number): void {
    const ms = dateMs(answer.headers);
    if (ms !== undefined) options.heard?.(ms + 500 + tripMs / 2, 500 + tripMs / 2);
  }

  /** Old servers know only the second path: who answers 404 is asked there too, and remembered. */
  async function find(body: string, signal?: AbortSignal): Promise<Result<HttpAnswer>> {
    const answer = await post(body, path, signal);
    if (!answer.ok || answer.value.status !== 404) return answer;
    const other = path === rpcPaths[0] ? rpcPaths[1] : rpcPaths[0];
    const second = await post(body, other, signal);
    if (second.ok && second.value.status !== 404) path = other;
    return second;
  }

  return {
    get requests() {
      return requests;
    },
    async call(calls, signal) {
      const cik = await options.cik();
      if (!cik.ok) return cik;
      const sentMs = clock.monoMs();
      const answer = await find(requestText(cik.value, calls), signal);
      if (!answer.ok) return answer;
      const refusal = httpFailure(answer.value, clock.wallMs());
      if (refusal) return err(refusal);
      const reply = parseReply(new TextDecoder().decode(answer.value.body));
      if (reply === undefined) {
        return err(failure('bad-answer', 'the answer is not that of a One Platform'));
      }
      hear(answer.value, clock.monoMs() - sentMs);
      return answersOf(reply, dateMs(answer.value.headers) ?? clock.wallMs());
    },
  };
}

function requestText(cik: string, calls: readonly string[]): string {
  let text = `{"auth":{"cik":${JSON.stringify(cik)}},"calls":[`;
  for (let id = 0; id < calls.length; id += 1) {
    text += `${id === 0 ? '' : ','}{"id":${id},${calls[id]}}`;
  }
  return `${text}]}`;
}

function answersOf(reply: RpcReply, theirMs: number): Result<Answers, Failure> {
  if (reply.kind === 'error') return err(errorFailure(reply.error));
  const byId = new Map<string, RpcAnswer | undefined>();
  for (const one of reply.answers) {
    const id = String(one.id);
    byId.set(id, byId.has(id) && !agree(byId.get(id), one) ? undefined : one);
  }
  return ok({
    to: (call) => byId.get(String(call)),
    second: Math.floor(theirMs / 1000),
  });
}

/** Two answers to one call that differ in their verdict are none: the call is made again. */
const agree = (a: RpcAnswer | undefined, b: RpcAnswer): boolean =>
  a !== undefined && JSON.stringify(a.status) === JSON.stringify(b.status);
