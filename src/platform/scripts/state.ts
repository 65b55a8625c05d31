// The state of a script in the store: whether it is to run, and what became of it.

import { limits } from '../../core/limits.ts';
import { type Desk, newId } from '../context.ts';
import { livingScriptKey, scriptKey } from '../store/keys.ts';

/** `waiting` from the first wait of a script on, until it ends: to note each waking would cost a commit. */
export type ScriptStatus = 'running' | 'waiting' | 'completed' | 'error';

/** A second, and what the script became in it, the last first. */
export type Activity = readonly [second: number, became: readonly ScriptStatus[]];

export interface ScriptState {
  /** Another one each time it begins. */
  readonly run: string;
  readonly status: ScriptStatus;
  /** Oldest first. */
  readonly activity: readonly Activity[];
}

/** One run of a script. */
export interface RunOf {
  readonly rid: string;
  readonly run: string;
}

const nothing = new Uint8Array();

export const readScript = (desk: Desk, rid: string): Promise<ScriptState | undefined> =>
  desk.docs.get<ScriptState>(scriptKey(rid));

/** Begins a script that is new, or another one than it was. It runs when this is durable. */
export async function beginScript(desk: Desk, rid: string): Promise<void> {
  const before = await readScript(desk, rid);
  const run = newId(desk.random);
  desk.docs.put(scriptKey(rid), became(desk, { activity: [], ...before, run }, 'running'));
  desk.tx.put(livingScriptKey(rid), nothing);
  desk.scripts?.add(rid);
}

/** Ends the script of a rule that is none any more, or was dropped. */
export async function stopScript(desk: Desk, rid: string): Promise<void> {
  if (!(await readScript(desk, rid))) return;
  desk.docs.del(scriptKey(rid));
  desk.tx.del(livingScriptKey(rid));
  desk.scripts?.add(rid);
}

/** Notes what has become of a run; false when it is not the run any more that is to be. */
export async function markScript(
  desk: Desk,
  { rid, run }: RunOf,
  status: ScriptStatus,
): Promise<boolean> {
  const state = await readScript(desk, rid);
  if (state?.run !== run) return false;
  if (state.status !== status) desk.docs.put(scriptKey(rid), became(desk, state, status));
  if (status === 'completed' || status === 'error') desk.tx.del(livingScriptKey(rid));
  return true;
}

function became(
  { nowSecond }: Desk,
  { run, activity }: Pick<ScriptState, 'run' | 'activity'>,
  status: ScriptStatus,
): ScriptState {
  const [second, already] = activity.at(-1) ?? [-1, []];
  const more: readonly Activity[] =
    second === nowSecond
      ? [...activity.slice(0, -1), [second, [status, ...already].slice(0, limits.scriptActivity)]]
      : [...activity, [nowSecond, [status]]];
  return { run, status, activity: more.slice(-limits.scriptActivity) };
}
