// Machine: a computer with a boot and a clock of its own, in the one time of the world.

import type { Clock } from '../../../src/core/ports/clock.ts';

export interface Machine {
  readonly clock: Clock;
  /** Another boot id, and monotonic time from 0. The timers belong to the processes that died. */
  reboot(): void;
  /** How far the wall clock is ahead of the time of the world. Milliseconds. */
  wallErrorMs: number;
  /** Whether a time service vouches for it. */
  synchronised: boolean;
}

export function createMachine(world: Clock, name: string): Machine {
  let boots = 1;
  let bootedMs = world.monoMs();
  const machine: Machine = {
    wallErrorMs: 0,
    synchronised: true,
    reboot() {
      boots += 1;
      bootedMs = world.monoMs();
    },
    clock: {
      get bootId() {
        return `${name}-boot-${boots}`;
      },
      wallMs: () => world.wallMs() + machine.wallErrorMs,
      monoMs: () => world.monoMs() - bootedMs,
      synchronised: () => machine.synchronised,
      after: world.after,
      sleep: world.sleep,
    },
  };
  return machine;
}
