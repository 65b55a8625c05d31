// Plan: what kind of world a seed makes. Chance in the course of events comes later.

import type { FoldPolicy } from '../../../src/core/fold.ts';
import { type Chance, createChance } from './chance.ts';

export interface ChannelPlan {
  readonly name: string;
  readonly format: 'float' | 'integer' | 'string';
  readonly fold: FoldPolicy;
}

export interface SensorPlan {
  readonly name: string;
  readonly everyMs: number;
  readonly channels: readonly ChannelPlan[];
}

/**
 * `right`: a time service vouches for the device's clock from the start. `late`: it is right, and
 * nobody says so. `wrong`: it is hours or years off at the first boot; the platform's time dates it.
 */
export type ClockPlan = 'right' | 'late' | 'wrong';

export interface Plan {
  readonly seed: number;
  /** Devices on serial lines that send JSON. */
  readonly devices: readonly SensorPlan[];
  /** The agent's own counters. */
  readonly counter: SensorPlan;
  readonly windowMs: number;
  readonly agentCommitMs: number;
  readonly platformCommitMs: number;
  /** One way, of each request. */
  readonly latencyMs: number;
  readonly clock: ClockPlan;
  readonly wallErrorMs: number;
  /** A buffer so small that an outage fills it; undefined for one that never does. */
  readonly maxBytes: number | undefined;
  readonly whenFull: 'drop-oldest' | 'drop-newest';
}

const hourMs = 3_600_000;

export function createPlan(seed: number): Plan {
  const chance = createChance(seed, 'plan');
  const clock = chance.pick<ClockPlan>(['right', 'right', 'right', 'right', 'late', 'wrong']);
  const devices = Array.from({ length: chance.whole(1, 2) }, (_, i) => device(chance, i, clock));
  return {
    seed,
    devices,
    counter: {
      name: 'inside',
      everyMs: chance.pick([500, 1000, 2500]),
      channels: [{ name: 'ticks', format: 'integer', fold: 'last' }],
    },
    windowMs: chance.pick([200, 1000, 1000, 4000]),
    agentCommitMs: chance.pick([0, 5, 40, 300]),
    platformCommitMs: chance.pick([0, 5, 40, 300]),
    latencyMs: chance.whole(1, 150),
    clock,
    wallErrorMs: clock === 'wrong' ? Math.round(wrongBy(chance)) : 0,
    maxBytes: chance.happens(0.1) ? 1500 : undefined,
    whenFull: chance.pick(['drop-oldest', 'drop-newest']),
  };
}

/** Hours off either way, or 1970. */
const wrongBy = (chance: Chance): number =>
  chance.happens(0.3) ? -56 * 365 * 24 * hourMs : chance.between(-20 * hourMs, 20 * hourMs);

const folds: readonly FoldPolicy[] = ['last', 'last', 'mean', 'min', 'max', 'first'];

function device(chance: Chance, index: number, clock: ClockPlan): SensorPlan {
  // What spilled ahead of a clock that nobody trusts yet may collide with what is dated after a reboot.
  const spilling: readonly FoldPolicy[] = clock === 'right' ? ['spill'] : [];
  const channels = Array.from({ length: chance.whole(1, 2) }, (_, i): ChannelPlan => {
    const format = chance.pick(['float', 'float', 'integer', 'string'] as const);
    const textual: readonly FoldPolicy[] = ['last', 'first'];
    const fold = chance.pick([...(format === 'string' ? textual : folds), ...spilling]);
    return { name: `line${index}-${format}-${i}`, format, fold };
  });
  return { name: `line${index}`, everyMs: chance.pick([150, 300, 700, 1000, 3000]), channels };
}
