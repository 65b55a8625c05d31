// Run: a kind over time, from state to state. Pure: times come in, due times go out.
//
// A rule lives in a time of its own, which never goes back: a value that comes late counts as one of the
// moment at which the rule stands already.

import { limits } from '../../core/limits.ts';
import type { Kind, Turn } from './kinds.ts';

/** What a rule remembers. Moments are wall clock milliseconds. */
export interface RuleState {
  /** Up to where the rule has come. */
  readonly momentMs: number;
  /** When its timer elapses; absent while none runs. */
  readonly dueMs?: number | undefined;
  readonly count: number;
  /** Its last output, or none yet. */
  readonly output?: boolean | undefined;
}

export interface Ran {
  readonly state: RuleState;
  readonly outputs: readonly Output[];
}

export interface Output {
  readonly atMs: number;
  readonly value: boolean;
}

/** The state of a rule that begins now; with no timer yet, its time begins with its first value. */
export const beginning = (kind: Kind, nowMs: number): RuleState => ({
  momentMs: kind.eager ? nowMs : 0,
  count: 0,
  dueMs: kind.eager ? dueAfter(kind, nowMs) : undefined,
});

/** A period of the kind's timer. A series has one value a second: shorter ones would only cost. */
const periodMs = ({ timeout }: Kind): number =>
  Math.min(Math.max(limits.rulePeriodMs, timeout * 1000), limits.rulePeriodMaxMs);

const dueAfter = (kind: Kind, momentMs: number): number | undefined =>
  kind.timeout > 0 ? momentMs + periodMs(kind) : undefined;

/** Takes in one value. What was due before it elapses first. */
export function runValue(kind: Kind, state: RuleState, value: number, atMs: number): Ran {
  const caughtUp = runElapsed(kind, state, atMs);
  const before = { running: caughtUp.state.dueMs !== undefined, count: caughtUp.state.count };
  const moment = { ...caughtUp.state, momentMs: Math.max(caughtUp.state.momentMs, atMs) };
  const ran = follow(kind, moment, kind.onValue(value, before));
  return { state: ran.state, outputs: [...caughtUp.outputs, ...ran.outputs] };
}

/** Lets the timer elapse if it is due at `nowMs`. Repeats that were missed are made up for by one. */
export function runElapsed(kind: Kind, state: RuleState, nowMs: number): Ran {
  if (state.dueMs === undefined || state.dueMs > nowMs) return { state, outputs: [] };
  const elapsed = { ...state, momentMs: Math.max(state.momentMs, state.dueMs), dueMs: undefined };
  const { state: after, outputs } = follow(kind, elapsed, kind.onElapsed());
  return { state: { ...after, dueMs: inStep(kind, after.dueMs, nowMs) }, outputs };
}

/** The first elapse of a repeating timer after `nowMs`, in step with those that were missed. */
function inStep(kind: Kind, dueMs: number | undefined, nowMs: number): number | undefined {
  if (dueMs === undefined || dueMs > nowMs) return dueMs;
  const period = periodMs(kind);
  return dueMs + Math.ceil((nowMs - dueMs + 1) / period) * period;
}

/** Does what the turn says. An output that says nothing new is made only when the rule repeats. */
function follow(kind: Kind, state: RuleState, turn: Turn): Ran {
  const { momentMs } = state;
  const restarted = turn.timer === 'start' ? dueAfter(kind, momentMs) : undefined;
  const dueMs = turn.timer === undefined ? state.dueMs : restarted;
  const count = turn.count ?? state.count;
  const { condition } = turn;
  if (condition === undefined) return { state: { ...state, dueMs, count }, outputs: [] };
  const said = kind.repeat || condition !== state.output;
  return {
    state: { ...state, dueMs, count, output: condition },
    outputs: said ? [{ atMs: momentMs, value: condition }] : [],
  };
}
