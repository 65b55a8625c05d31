// Intake: what a resource makes of a value before it takes it: its preprocess, and then the form it needs.

import type { Value } from '../../core/point.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { isRid } from '../../wire/onep.ts';
import type { Desk } from '../context.ts';
import { findSource } from '../resources/access.ts';
import type { DataResource } from '../resources/resource.ts';
import { toFormat } from '../series/convert.ts';
import { newestOf } from '../series/newest.ts';
import { asNumber, preprocess, type Step } from './preprocess.ts';

/** The value as the resource takes it. The failure is one sentence for a person. */
export type Intake = (given: unknown) => Result<Value, string>;

/** Operands that are resources are read once: every value of a request meets the same. */
export async function openIntake(desk: Desk, resource: DataResource): Promise<Intake> {
  if (resource.description.preprocess.length === 0) return (given) => fit(resource, given);
  const steps = await settle(desk, resource);
  return (given) => {
    if (!steps.ok) return steps;
    const value = scalar(given);
    if (value === undefined) return unfit;
    const processed = preprocess(value, steps.value);
    return processed.ok ? fit(resource, processed.value) : processed;
  };
}

const unfit = err('the value does not fit the format');
const fitting = (value: Value | undefined): Result<Value, string> =>
  value === undefined ? unfit : ok(value);

/** A dataport takes its format, a rule numbers to compare, a dispatch whatever can be written out. */
function fit(resource: DataResource, given: unknown): Result<Value, string> {
  if (resource.type === 'dataport') return fitting(toFormat(given, resource.description.format));
  const value = scalar(given);
  if (resource.type === 'dispatch' || value === undefined) return fitting(value);
  return fitting(asNumber(value));
}

function scalar(given: unknown): Value | undefined {
  if (typeof given === 'boolean') return given;
  if (typeof given === 'number') return Number.isFinite(given) ? given : undefined;
  return toFormat(given, 'string');
}

async function settle(
  desk: Desk,
  resource: DataResource,
): Promise<Result<readonly Step[], string>> {
  const steps: Step[] = [];
  for (const [operation, operand] of resource.description.preprocess) {
    const value = isRid(operand) ? await operandOf(desk, resource, operand) : operand;
    if (value === undefined) return err('an operand is a resource without a value in reach');
    steps.push([operation, value]);
  }
  return ok(steps);
}

async function operandOf(desk: Desk, taker: DataResource, rid: string): Promise<Value | undefined> {
  const source = await findSource(desk, taker, rid);
  return source && (await newestOf(desk, source))?.value;
}
