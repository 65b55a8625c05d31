// Sources: the resources that a description takes values from, by `subscribe` and by operands.

import { isRid } from '../../../wire/onep.ts';
import type { Context } from '../../context.ts';
import { findReadable } from '../../resources/access.ts';
import type { DataportDescription } from '../../resources/description.ts';
import { type Outcome, refuse } from '../outcome.ts';
import { name } from '../reference.ts';

type Takes = Pick<DataportDescription, 'subscribe' | 'preprocess'>;

/** A description as given, references by alias replaced by RIDs; an alias that is not there stays. */
export async function withRids(ctx: Context, given: unknown): Promise<unknown> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return given;
  const { subscribe, preprocess } = given as Record<string, unknown>;
  const settled: Record<string, unknown> = { ...given };
  if (isReference(subscribe)) settled.subscribe = await ridOf(ctx, subscribe);
  if (!Array.isArray(preprocess)) return settled;
  const steps: unknown[] = [];
  for (const step of preprocess) {
    const named = Array.isArray(step) && step.length === 2 && isReference(step[1]);
    steps.push(named ? [step[0], await ridOf(ctx, step[1])] : step);
  }
  settled.preprocess = steps;
  return settled;
}

const isReference = (given: unknown): boolean => typeof given === 'object' && given !== null;

async function ridOf(ctx: Context, reference: unknown): Promise<unknown> {
  const rid = await name(ctx, reference);
  return rid.ok && rid.value !== undefined ? rid.value : reference;
}

/** Nothing may be taken from what the caller cannot read. */
export async function checkSources(ctx: Context, takes: Takes): Promise<Outcome | undefined> {
  for (const rid of sourcesOf(takes)) {
    const source = await findReadable(ctx, ctx.caller, rid);
    if (!source) return refuse('restricted', 'a source is not in reach of the caller');
    if (source.type === 'client') return refuse('invalid', 'a client is no source of values');
  }
  return undefined;
}

/** The RIDs that a description names. */
const sourcesOf = ({ subscribe, preprocess }: Takes): readonly string[] =>
  [subscribe, ...preprocess.map(([, operand]) => operand)].filter(isRid);
