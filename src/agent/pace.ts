// Pace: how many points a second are sensed, over the last minute.

import type { Clock } from '../core/ports/clock.ts';

export interface Pace {
  /** Notes the count so far; for the tend loop. */
  note(total: number): void;
  /** Points a second; undefined before there is a stretch to measure. */
  perSecond(): number | undefined;
}

const windowMs = 60_000;

/** Remembers a minute of notes: one a second from the tend loop. */
export function createPace(clock: Clock): Pace {
  let notes: { readonly monoMs: number; readonly total: number }[] = [];
  return {
    note(total) {
      const monoMs = clock.monoMs();
      notes = notes.filter((note) => note.monoMs >= monoMs - windowMs);
      notes.push({ monoMs, total });
    },
    perSecond() {
      const first = notes[0];
      const last = notes.at(-1);
      if (first === undefined || last === undefined || last.monoMs === first.monoMs) {
        return undefined;
      }
      return ((last.total - first.total) / (last.monoMs - first.monoMs)) * 1000;
    },
  };
}
