// Progress: the state and the counters of one source, told to the agent and, on change, to the journal.

import { emptyCounters, type SourceCounters } from '../core/ledger.ts';
import { createFaults } from './faults.ts';
import type { SourceDeps, SourceState, SourceStatus } from './source.ts';

export interface Progress {
  /** Adds to a counter; `by` is 1 if not given. */
  count(counter: 'frames' | 'filtered', by?: number): void;
  /** A frame was no use, for this reason, in one phrase for a person. */
  bad(reason: string): void;
  /** A reading came at this moment, whatever the filters then make of it. */
  sensed(monoMs: number): void;
  /** One line in the journal and one call of `changed` for a new state or a new detail, else none. */
  enter(state: SourceState, detail?: string): void;
  status(): SourceStatus;
}

export function createProgress(
  deps: Pick<SourceDeps, 'changed' | 'clock' | 'journal'>,
  source: { readonly name: string; readonly kind: string },
): Progress {
  const counters = { ...emptyCounters } as { -readonly [C in keyof SourceCounters]: number };
  const faults = createFaults(deps, source.name);
  let state: SourceState = 'starting';
  let detail: string | undefined;
  let lastReadingMonoMs: number | undefined;

  const status = (): SourceStatus => {
    const lastBad = faults.last();
    return {
      name: source.name,
      kind: source.kind,
      state,
      ...(detail === undefined ? {} : { detail }),
      ...(lastReadingMonoMs === undefined ? {} : { lastReadingMonoMs }),
      ...(lastBad === undefined ? {} : { lastBad }),
      counters: { ...counters },
    };
  };

  return {
    count(counter, by = 1) {
      counters[counter] += by;
    },
    bad(reason) {
      counters.bad += 1;
      faults.note(reason);
    },
    sensed(monoMs) {
      lastReadingMonoMs = monoMs;
    },
    enter(nextState, nextDetail) {
      if (nextState === state && nextDetail === detail) return;
      faults.tell();
      state = nextState;
      detail = nextDetail;
      const fields = { source: source.name, kind: source.kind, detail };
      if (state === 'waiting') deps.journal.warn('source waiting', fields);
      else deps.journal.info(`source ${state}`, fields);
      deps.changed(status());
    },
    status,
  };
}
