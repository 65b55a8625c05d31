// The law of fold: whether a point can have come from what the device said around its second.

import { limits } from '../../../src/core/limits.ts';
import type { Value } from '../../../src/core/point.ts';
import type { ChannelPlan } from '../world/plan.ts';
import type { Saying } from '../world/truth.ts';

export interface PointSeen {
  readonly second: number;
  readonly value: unknown;
}

/** @param toleranceMs how far a second may be from the time of the world */
export function canBe(
  { second, value }: PointSeen,
  { fold, format }: ChannelPlan,
  said: readonly Saying[],
  toleranceMs: number,
): boolean {
  const reachMs = fold === 'spill' ? limits.spillSeconds * 1000 : 0;
  const fromMs = second * 1000 - toleranceMs - reachMs;
  const toMs = (second + 1) * 1000 + toleranceMs;
  const around = within(said, fromMs, toMs).filter(({ life }) => life !== undefined);
  if (around.some((saying) => saying.value === value)) return true;
  const meanError = format === 'integer' ? 0.5 : 1e-6;
  return fold === 'mean' && typeof value === 'number' && isMean(value, around, meanError);
}

/** Whether the platform has the point as it is: a mean of integers becomes an integer on its way. */
export const isSame = (kept: Value, there: unknown, { format }: ChannelPlan): boolean =>
  there === (format === 'integer' ? Math.round(Number(kept)) : kept);

/** What was said in a stretch of time; the sayings are in its order. */
export function within(said: readonly Saying[], fromMs: number, toMs: number): readonly Saying[] {
  let low = 0;
  let high = said.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((said[middle] as Saying).atMs < fromMs) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (end < said.length && (said[end] as Saying).atMs <= toMs) end += 1;
  return said.slice(low, end);
}

/** Whether it is the mean of sayings one after the other, all within a second. */
function isMean(mean: number, said: readonly Saying[], error: number): boolean {
  for (const [from, first] of said.entries()) {
    let sum = 0;
    for (let at = from; at < said.length; at += 1) {
      const { value, atMs } = said[at] as Saying;
      if (atMs - first.atMs > 1000) break;
      sum += Number(value);
      if (Math.abs(sum / (at - from + 1) - mean) <= error) return true;
    }
  }
  return false;
}
