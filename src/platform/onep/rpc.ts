// RPC: from the body of a request to the body of its answer, call by call (seed 003; O3, O5 to O8).

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Exchange, Reply } from '../../core/ports/http-server.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { type RpcAuth, type RpcError, rpcCode } from '../../wire/jsonrpc.ts';
import { authenticate } from '../auth/authenticate.ts';
import type { Context } from '../context.ts';
import type { Office } from '../office.ts';
import { jsonReply } from '../replies.ts';
import type { Waiters } from '../waiters.ts';
import { wait } from './data/wait.ts';
import { type Call, parseEnvelope } from './envelope.ts';
import { type Outcome, outcomeText, refuse, unsupported } from './outcome.ts';
import { procedures } from './procedures.ts';

export interface RpcDeps {
  readonly office: Office;
  readonly waiters: Waiters;
  readonly clock: Clock;
}

/** Why no call of a request can be carried out. `busy` alone is an HTTP status: come back later. */
type Refusal = RpcError | 'locked' | 'busy';
type Visit = <T>(work: (ctx: Context) => Promise<T>) => Promise<Result<T, Refusal>>;

/** Answers a POST. The calls run in order; all of them between two `wait`s are one transaction. */
export async function answerRpc(deps: RpcDeps, { body, signal }: Exchange): Promise<Reply> {
  const envelope = parseEnvelope(body);
  if (!envelope.ok) return errorReply(envelope.failure);
  const { auth, calls } = envelope.value;
  const visit = visitor(deps.office, auth);
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
    else if (ran.failure === 'busy') return busyReply;
    else return errorReply(ran.failure);
  } while (outcomes.length < calls.length);
  return jsonReply(200, answersText(calls, outcomes));
}

/** Each visit is a transaction, and the caller is found anew in each: much may have changed since. */
const visitor =
  (office: Office, auth: RpcAuth): Visit =>
  async <T>(work: (ctx: Context) => Promise<T>): Promise<Result<T, Refusal>> => {
    const served = await office.serve(async (desk): Promise<Result<T, Refusal>> => {
      const caller = await authenticate(desk, auth);
      if (!caller.ok) return caller;
      if (caller.value.locked) return err('locked');
      return ok(await work({ ...desk, caller: caller.value.rid }));
    });
    if (served.ok) return served.value;
    return err(served.failure.kind === 'busy' ? 'busy' : internal);
  };

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
  return procedure(ctx, call.args);
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

const internal: RpcError = { code: rpcCode.internal, message: 'Internal error', context: 'calls' };
const lockedOut = (): Outcome => refuse('locked', 'the client is locked', 'auth');

/** Errors of the whole request are HTTP 200 all the same (O5). */
const errorReply = (error: RpcError): Reply => jsonReply(200, JSON.stringify({ error }));

const busyReply: Reply = {
  status: 503,
  headers: { 'content-type': 'application/json; charset=utf-8', 'retry-after': '1' },
  body: JSON.stringify({ error: internal }),
};
