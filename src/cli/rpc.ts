// Calls to a platform on behalf of an operator: a request, its answers, and what a refusal means.

import { type Failure, failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Http, HttpAnswer } from '../core/ports/http.ts';
import { err, ok, type Result } from '../core/result.ts';
import { parseReply, type RpcAnswer, rpcCode } from '../wire/jsonrpc.ts';
import { rpcPaths } from '../wire/onep.ts';
import { version } from './version.ts';

/** One procedure as the client whose key we hold. `status` of the answer may still be a refusal. */
export type Call = (procedure: string, ...args: readonly unknown[]) => Promise<Result<RpcAnswer>>;

/** Failures: those of Http, `unauthorised`, `failing`, `busy`, `bad-answer`, `invalid`. */
export const createCall =
  (http: Pick<Http, 'send'>, options: { readonly url: string; readonly cik: string }): Call =>
  async (procedure, ...args) => {
    const sent = await http.send({
      method: 'POST',
      url: `${options.url}${rpcPaths[0]}`,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'user-agent': `holdfast/${version}`,
      },
      body: JSON.stringify({
        auth: { cik: options.cik },
        calls: [{ id: 1, procedure, arguments: args }],
      }),
      timeoutMs: limits.requestMs,
      maxAnswerBytes: limits.answerBytes,
    });
    return sent.ok ? read(sent.value) : sent;
  };

function read({ status, body }: HttpAnswer): Result<RpcAnswer> {
  if (status !== 200) return err(refused(status, `it answers with HTTP ${status}`));
  const reply = parseReply(new TextDecoder().decode(body));
  if (reply?.kind === 'error') return err(refused(reply.error.code, reply.error.message));
  const answer = reply?.answers.find(({ id }) => id === 1);
  return answer ? ok(answer) : err(failure('bad-answer', 'what answers there is no One Platform'));
}

/** The vendor's error codes are those of HTTP where both have one. */
function refused(code: number, detail: string): Failure {
  if (code === rpcCode.unauthorised) return failure('unauthorised', 'it does not know this key');
  if (code === 429 || code === 503) return failure('busy', detail);
  if (code >= 500 && code !== rpcCode.unsupported) return failure('failing', detail);
  return failure('invalid', detail);
}
