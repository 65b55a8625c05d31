// Visit: what a script asks for is done as the client that owns it, in a transaction of its own.

import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Context } from '../context.ts';
import type { Office } from '../office.ts';
import type { Datarule } from '../resources/resource.ts';
import { findLiving, owners } from '../resources/tree.ts';
import type { Diary } from './diary.ts';
import { type RunOf, readScript } from './state.ts';

/** Resolves when what the work did is durable; never, when the script is not to run any more. */
export type ScriptVisit = <T>(work: (ctx: Context, rule: Datarule) => Promise<T>) => Promise<T>;

export interface VisitDeps {
  readonly office: Office;
  readonly clock: Clock;
  readonly diary: Diary;
  /** Aborts when the script is ended from outside. */
  readonly signal: AbortSignal;
}

/** After a failure of the store, or when too many requests wait. */
const pauseMs = 1_000;
const never = Number.POSITIVE_INFINITY;

/** While its client, or one above, is locked, a script stands still; while the store fails, too. */
export function createScriptVisit(
  { office, clock, diary, signal }: VisitDeps,
  { rid, run }: RunOf,
): ScriptVisit {
  return async (work) => {
    while (!signal.aborted) {
      const served = await office.serve(async (desk) => {
        const rule = await findLiving(desk, rid);
        const state = await readScript(desk, rid);
        if (rule?.type !== 'datarule' || state?.run !== run) return { againMs: never };
        const chain = (await owners(desk, rule)) ?? [];
        const locked = chain.some(({ description }) => description.locked);
        if (locked) return { againMs: limits.scriptLockedMs };
        await diary.write(desk, rule);
        return { value: await work({ ...desk, caller: rule.owner, metered: false }, rule) };
      });
      if (served.ok && 'value' in served.value) {
        diary.clear();
        return served.value.value;
      }
      const againMs = served.ok && 'againMs' in served.value ? served.value.againMs : pauseMs;
      await clock.sleep(againMs, signal);
    }
    return new Promise(() => {});
  };
}
