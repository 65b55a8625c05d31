// Faults: why frames were bad. Each reason has its line in the journal, and none of them floods it.
//
// Invariants.
// - Every fault is in a line that was written, or counted for the next line of its reason.
// - A reason has at most one line a minute, and one more at each change of state.

import type { Clock } from '../core/ports/clock.ts';
import type { Journal } from '../core/ports/journal.ts';

export interface LastFault {
  readonly reason: string;
  /** When it was noted, on the monotonic clock. */
  readonly monoMs: number;
}

export interface Faults {
  note(reason: string): void;
  /** Tells what was counted since the last lines: for a change of state. */
  tell(): void;
  last(): LastFault | undefined;
}

const quietMs = 60_000;
/** Reasons that are told apart: a frame has as many ways to be bad as a source has channels. */
const maxReasons = 16;
const otherwise = 'other reasons';

export function createFaults(
  { clock, journal }: { readonly clock: Pick<Clock, 'monoMs'>; readonly journal: Journal },
  source: string,
): Faults {
  const told = new Map<string, { monoMs: number; untold: number }>();
  let last: LastFault | undefined;

  const write = (reason: string, frames: number) => {
    told.set(reason, { monoMs: clock.monoMs(), untold: 0 });
    journal.warn('frame bad', { source, reason, frames });
  };

  return {
    note(reason) {
      const monoMs = clock.monoMs();
      last = { reason, monoMs };
      const name = told.has(reason) || told.size < maxReasons ? reason : otherwise;
      const before = told.get(name);
      if (before === undefined) return write(name, 1);
      before.untold += 1;
      if (monoMs - before.monoMs >= quietMs) write(name, before.untold);
    },
    tell() {
      for (const [reason, { untold }] of told) if (untold > 0) write(reason, untold);
    },
    last: () => last,
  };
}
