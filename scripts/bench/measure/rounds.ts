// Rounds: contenders take turns, so that a noisy neighbour hits them alike; medians and ratios of it.

import { performance } from 'node:perf_hooks';
import process from 'node:process';

/** What one contender did in one round. */
export interface Sample {
  readonly points: number;
  readonly ms: number;
  /** Processor time of this process, or of the one that was measured. */
  readonly cpuUs: number;
  /** Bytes that it left on the disk, or wrote to it: as the group says. */
  readonly bytes?: number;
}

export type Metric = 'perSecond' | 'cpuUs' | 'bytes' | 'ms';

const metrics: Readonly<Record<Metric, (sample: Sample) => number>> = {
  perSecond: ({ points, ms }) => (points / ms) * 1000,
  cpuUs: ({ points, cpuUs }) => cpuUs / points,
  bytes: ({ points, bytes = Number.NaN }) => bytes / points,
  ms: ({ ms }) => ms,
};

export interface Rounds<K extends string> {
  /** The median over the rounds: points a second, microseconds or bytes a point, milliseconds a round. */
  median(who: K, metric: Metric): number;
  /** The median of what the two showed in the same round, divided. */
  ratio(who: K, than: K, metric: Metric): number;
}

/**
 * Lets each contender run once a round, forwards and backwards by turns; and once before, so that the
 * compiler has seen everything.
 */
export async function interleave<K extends string>(
  rounds: number,
  contenders: Readonly<Record<K, () => Promise<Sample>>>,
): Promise<Rounds<K>> {
  const names = Object.keys(contenders) as K[];
  const samples = new Map<K, Sample[]>(names.map((name) => [name, []]));
  for (const name of names) await contenders[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      samples.get(name)?.push(await contenders[name]());
    }
  }
  const values = (who: K, metric: Metric) => (samples.get(who) ?? []).map(metrics[metric]);
  return {
    median: (who, metric) => median(values(who, metric)),
    ratio(who, than, metric) {
      const others = values(than, metric);
      return median(values(who, metric).map((value, i) => value / (others[i] ?? Number.NaN)));
    },
  };
}

/** Times the work in this process. */
export async function timed(points: number, work: () => Promise<unknown>): Promise<Sample> {
  const before = process.cpuUsage();
  const startMs = performance.now();
  await work();
  const ms = performance.now() - startMs;
  const { user, system } = process.cpuUsage(before);
  return { points, ms, cpuUs: user + system };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}
