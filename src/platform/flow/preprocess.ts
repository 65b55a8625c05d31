// Preprocess: the operations that a value goes through before a resource takes it (checklist O15).

import type { Value } from '../../core/point.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Operation } from '../resources/description.ts';
import { toFormat } from '../series/convert.ts';

/** One operation with its operand, which is a value by now and no reference any more. */
export type Step = readonly [operation: Operation, operand: Value];

/** Carries the value through the steps in their order. The failure is one sentence for the owner. */
export function preprocess(value: Value, steps: readonly Step[]): Result<Value, string> {
  let result = value;
  for (const [operation, operand] of steps) {
    const next = apply(operation, result, operand);
    if (!next.ok) return next;
    result = next.value;
  }
  return ok(result);
}

/** Whether the operation asks a question: then 0 means no, which a dispatch does not send. */
export const isComparison = (operation: Operation): operation is keyof typeof comparisons =>
  operation in comparisons;

/** What asks for an order takes numbers. */
export const comparisons = {
  gt: (a: number, b: number) => a > b,
  geq: (a: number, b: number) => a >= b,
  lt: (a: number, b: number) => a < b,
  leq: (a: number, b: number) => a <= b,
  eq: (a: number, b: number) => a === b,
  neq: (a: number, b: number) => a !== b,
} as const;

const arithmetic = {
  add: (a: number, b: number) => a + b,
  sub: (a: number, b: number) => a - b,
  mul: (a: number, b: number) => a * b,
  div: (a: number, b: number) => a / b,
  mod: (a: number, b: number) => a % b,
} as const;

function apply(operation: Operation, value: Value, operand: Value): Result<Value, string> {
  if (operation === 'value') return ok(operand);
  const [a, b] = [asNumber(value), asNumber(operand)];
  if (a === undefined || b === undefined) return applyToText(operation, value, operand);
  if (isComparison(operation)) return ok(comparisons[operation](a, b) ? 1 : 0);
  const result = arithmetic[operation](a, b);
  return Number.isFinite(result) ? ok(result) : err(`${operation} has no result for its operand`);
}

/** Text that is no number is the same or not, and nothing else can be said of it. */
function applyToText(operation: Operation, value: Value, operand: Value): Result<Value, string> {
  const same = String(value) === String(operand);
  if (operation === 'eq') return ok(same ? 1 : 0);
  if (operation === 'neq') return ok(same ? 0 : 1);
  return err(`${operation} needs numbers`);
}

/** The number that the value is, or spells: `true` is 1. */
export function asNumber(value: Value): number | undefined {
  const number = toFormat(value, 'float');
  return typeof number === 'number' ? number : undefined;
}
