// RPC: from the body of a request to the body of its answer, call by call (seed 003; O3, O5 to O8).

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Exchange, Reply } from '../../core/ports/http-server.ts';
import type { RpcError } from '../../wire/jsonrpc.ts';
import { createVisit, internal } from '../auth/visit.ts';
import type { Context } from '../context.ts';
import type { Pace } from '../http/key-header.ts';
import type { Office } from '../office.ts';
import { jsonReply } from '../replies.ts';
import type { Waiters } from '../waiters.ts';
import { wait } from './data/wait.ts';
import { dues } from './dues.ts';
import { type Call, parseEnvelope } from './envelope.ts';
import { type Outcome, outcomeText, refuse, unsupported } from './outcome.ts';
import { forTokens, procedures } from './procedures.ts';

export interface RpcDeps {
  readonly office: Office;
  readonly waiters: Waiters;
  readonly clock: Clock;
  readonly pace: Pace;
}

/** Answers a POST. The calls run in order; all of them between two `wait`s are one transaction. */
export async function answerRpc(deps: RpcDeps, { body, signal }: Exchange): Promise<Reply> {
  const envelope = parseEnvelope(body);
  if (!envelope.ok) return errorReply(envelope.failure);
  const { auth, calls } = envelope.value;
  const afterMs = deps.pace('token' in auth ? auth.token : auth.cik);
  if (afterMs > 0) return comeBack(429, afterMs);
  const visit = createVisit(deps.office, auth);
  const deadlineMs = deps.clock.monoMs() + limits.waitMaxMs;
  const outcomes: Outcome[] = [];
  do {
    const next = calls[outcomes.length];
    const maxMs = Math.max(0, deadlineMs - deps.clock.monoMs());
    const ran =
      next && isWait(next)
        ? await wait({ ...deps, visit }, next.args, { maxMs, signal })
        : await visit((ctx) => runUntilWait(ctx, calls.slice(outcomes.length)));
    if (ran.ok) outcomes.push(...[ran.value].flat());
    else if (ran.failure === 'locked')
      outcomes.push(...calls.slice(outcomes.length).map(lockedOut));
    else if (ran.failure === 'busy') return comeBack(503, 1000);
    else return errorReply(ran.failure);
  } while (outcomes.length < calls.length);
  return jsonReply(200, answersText(calls, outcomes));
}

async function runUntilWait(ctx: Context, calls: readonly Call[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const call of calls) {
    if (isWait(call)) break;
    outcomes.push(await run(ctx, call));
  }
  return outcomes;
}

async function run(ctx: Context, call: Call): Promise<Outcome> {
  if ('refused' in call) return call.refused;
  const procedure = procedures.get(call.procedure);
  if (!procedure) return unsupported('the procedure is not supported', 'procedure');
  if (ctx.rights && !forTokens.has(call.procedure)) {
    return refuse('restricted', 'a token reads and writes what it names, and no more', 'auth');
  }
  return (await dues(ctx)) ?? procedure(ctx, call.args);
}

const isWait = (call: Call): call is Extract<Call, { readonly args: unknown }> =>
  'procedure' in call && call.procedure === 'wait';

/** Calls without an id get no answer; when none has one, the body is empty (O7). */
function answersText(calls: readonly Call[], outcomes: readonly Outcome[]): string {
  const answers: string[] = [];
  for (const [at, { id }] of calls.entries()) {
    const outcome = outcomes[at];
    if (id !== undefined && outcome) answers.push(outcomeText(id, outcome));
  }
  return answers.length === 0 && calls.length > 0 ? '' : `[${answers.join(',')}]`;
}

const lockedOut = (): Outcome => refuse('locked', 'the client is locked', 'auth');

/** Errors of the whole request are HTTP 200 all the same (O5). */
const errorReply = (error: RpcError): Reply => jsonReply(200, JSON.stringify({ error }));

/** Nothing of the request was done, and it may be sent again. */
const comeBack = (status: 429 | 503, afterMs: number): Reply => ({
  status,
  headers: {
    'content-type': 'application/json; charset=utf-8',
    'retry-after': String(Math.ceil(afterMs / 1000)),
  },
  body: JSON.stringify({ error: internal }),
});
