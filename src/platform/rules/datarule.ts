// Datarule: a rule of the store at work on its input and on its timer (checklist O29).

import { isDeepStrictEqual } from 'node:util';
import type { Desk } from '../context.ts';
import type { Pulse } from '../flow/wave.ts';
import type { Datarule, Resource } from '../resources/resource.ts';
import { beginScript, stopScript } from '../scripts/state.ts';
import { ruleStateKey } from '../store/keys.ts';
import { moveAppointment } from '../timers/appointments.ts';
import { type Kind, kindOf } from './kinds.ts';
import { beginning, type Output, type RuleState, runElapsed, runValue } from './run.ts';

const readState = (desk: Desk, rid: string): Promise<RuleState | undefined> =>
  desk.docs.get<RuleState>(ruleStateKey(rid));

async function putState(desk: Desk, rid: string, state: RuleState | undefined): Promise<void> {
  const before = (await readState(desk, rid))?.dueMs;
  moveAppointment(desk, 'rules', { rid, before, after: state?.dueMs });
  if (state) desk.docs.put(ruleStateKey(rid), state);
  else desk.docs.del(ruleStateKey(rid));
}

/** Begins a rule that is new. */
export async function beginRule(desk: Desk, { rid, description }: Datarule): Promise<void> {
  const kind = kindOf(description.rule);
  await putState(desk, rid, kind && beginning(kind, desk.nowMs));
  if ('script' in description.rule) await beginScript(desk, rid);
  else await stopScript(desk, rid);
}

/** Begins it anew when it has become another rule: the past of the old one means nothing to it. */
export async function changeRule(desk: Desk, before: Resource, after: Resource): Promise<void> {
  if (before.type !== 'datarule' || after.type !== 'datarule') return;
  if (!isDeepStrictEqual(before.description.rule, after.description.rule)) {
    await beginRule(desk, after);
  }
}

/** What the rule says to these values, in its own time, which never runs ahead of ours. */
export async function runRule(
  desk: Desk,
  rule: Datarule,
  pulses: readonly Pulse[],
): Promise<readonly Pulse[]> {
  const kind = kindOf(rule.description.rule);
  if (!kind) return [];
  let state = await stateOf(desk, rule.rid, kind);
  const outputs: Output[] = [];
  for (const { second, value } of pulses) {
    // A value of this second comes now, and not when the second began.
    const atMs = second < desk.nowSecond ? second * 1000 : desk.nowMs;
    const ran = runValue(kind, state, Number(value), atMs);
    state = ran.state;
    outputs.push(...ran.outputs);
  }
  await putState(desk, rule.rid, state);
  return outputs.map((output) => pulseOf(rule, output));
}

/** What the rule says when its timer is due. */
export async function ringRule(desk: Desk, rule: Datarule): Promise<readonly Pulse[]> {
  const kind = kindOf(rule.description.rule);
  if (!kind) return [];
  const ran = runElapsed(kind, await stateOf(desk, rule.rid, kind), desk.nowMs);
  await putState(desk, rule.rid, ran.state);
  return ran.outputs.map((output) => pulseOf(rule, output));
}

/** After our clock was set back the rule comes back with it. */
async function stateOf(desk: Desk, rid: string, kind: Kind): Promise<RuleState> {
  const state = (await readState(desk, rid)) ?? beginning(kind, desk.nowMs);
  return { ...state, momentMs: Math.min(state.momentMs, desk.nowMs) };
}

/** In the format of the rule: `true`, 1.0 or 1. */
const pulseOf = ({ description }: Datarule, { atMs, value }: Output): Pulse => ({
  second: Math.floor(atMs / 1000),
  value: description.format === 'boolean' ? value : Number(value),
});
