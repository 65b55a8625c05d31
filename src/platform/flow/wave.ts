// Wave: a value on its way from resource to resource.

import { limits } from '../../core/limits.ts';
import type { Value } from '../../core/point.ts';

/** A value of a moment, in whole Unix seconds. Several may share a second. */
export interface Pulse {
  readonly second: number;
  readonly value: Value;
}

export interface Wave {
  /** Where it has been, so that a cycle is noticed. */
  readonly path: readonly string[];
  /** How many more resources it may reach; shared by all its branches. */
  readonly reach: { left: number };
}

export const newWave = (): Wave => ({ path: [], reach: { left: limits.waveResources } });
