// Play: one run of a script, from the moment it has a place to its end.

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type {
  ScriptAnswer,
  ScriptCall,
  ScriptEnd,
  ScriptRun,
  ScriptWorker,
} from '../../core/ports/script-worker.ts';
import { noteFault } from '../flow/faults.ts';
import type { Office } from '../office.ts';
import type { Waiters } from '../waiters.ts';
import { answerCall } from './answer.ts';
import { writing } from './calls/calls.ts';
import { createDiary } from './diary.ts';
import { createPurse } from './purse.ts';
import { markScript, type RunOf } from './state.ts';
import type { Turns } from './turns.ts';
import { createScriptVisit } from './visit.ts';

export interface PlayDeps {
  readonly office: Office;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly waiters: Waiters;
  readonly worker: ScriptWorker;
  readonly turns: Turns;
}

export interface Playing {
  /** Resolves when nothing of it is left, and its end is noted. */
  readonly ended: Promise<void>;
  /** Ends it from outside: nothing is noted. */
  kill(): void;
}

const never = <T>(): Promise<T> => new Promise(() => {});

export function play(deps: PlayDeps, script: RunOf & { readonly source: string }): Playing {
  const { clock, turns, worker, journal } = deps;
  const closing = new AbortController();
  const { signal } = closing;
  const diary = createDiary();
  const purse = createPurse();
  const visit = createScriptVisit({ ...deps, diary, signal }, script);
  let run: ScriptRun | undefined;
  let hasTurn = false;
  /** Why we ended it, when we did. */
  let verdict: ScriptEnd | undefined;

  const enter = async () => {
    await turns.take();
    hasTurn = true;
    if (signal.aborted) leave();
  };
  const leave = () => {
    if (hasTurn) turns.give();
    hasTurn = false;
  };
  const answer = async (call: ScriptCall): Promise<ScriptAnswer> => {
    leave();
    const excess = purse.pay({ ranMs: call.ranMs, writes: writing.has(call.name) });
    if (excess !== undefined) {
      verdict = { kind: 'error', detail: excess };
      run?.kill();
      return never();
    }
    const { value, rested } = await answerCall({ ...deps, visit, diary, signal }, script, call);
    if (rested) purse.refill();
    await enter();
    if (purse.hurried) await clock.sleep(limits.scriptHurryMs, signal);
    return { value, runMs: purse.leftMs };
  };
  const perform = async () => {
    await enter();
    if (signal.aborted) return;
    const { source } = script;
    const order = { source, memoryBytes: limits.scriptMemoryBytes, runMs: purse.leftMs, answer };
    run = worker.start(order);
    const end = verdictOf(await run.ended, verdict);
    leave();
    if (signal.aborted) return;
    if (end.failed) journal.warn('script not run', { reason: end.detail });
    await visit(async (ctx, rule) => {
      const marked = await markScript(
        ctx,
        script,
        end.detail === undefined ? 'completed' : 'error',
      );
      if (!marked || end.detail === undefined) return;
      diary.add(ctx.nowSecond, end.detail);
      await diary.write(ctx, rule);
      await noteFault(ctx, rule.rid, end.detail);
    });
  };
  return {
    ended: Promise.race([perform(), aborted(signal).then(() => run?.ended)]).then(() => {}),
    kill() {
      closing.abort();
      run?.kill();
      leave();
    },
  };
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));

interface Verdict {
  /** What its owner is told; undefined when it came to its end. */
  readonly detail: string | undefined;
  readonly failed: boolean;
}

function verdictOf(end: ScriptEnd, ours: ScriptEnd | undefined): Verdict {
  const { kind, detail } = { detail: undefined, ...(ours ?? end) };
  if (kind === 'overtime') {
    return {
      detail: `it ran for more than ${limits.scriptRunMs} ms without a wait`,
      failed: false,
    };
  }
  return { detail, failed: kind === 'failed' };
}
