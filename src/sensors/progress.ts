// Progress: the state and the counters of one source, told to the agent and, on change, to the journal.

import { emptyCounters, type SourceCounters } from '../core/ledger.ts';
import type { SourceDeps, SourceState, SourceStatus } from './source.ts';

export interface Progress {
  /** Adds to a counter; `by` is 1 if not given. */
  count(counter: 'frames' | 'bad' | 'filtered', by?: number): void;
  /** A reading came at this moment, whatever the filters then make of it. */
  sensed(monoMs: number): void;
  /** One line in the journal and one call of `changed` for a new state or a new detail, else none. */
  enter(state: SourceState, detail?: string): void;
  status(): SourceStatus;
}

export function createProgress(
  deps: Pick<SourceDeps, 'changed' | 'journal'>,
  source: { readonly name: string; readonly kind: string },
): Progress {
  const counters = { ...emptyCounters } as { -readonly [C in keyof SourceCounters]: number };
  let state: SourceState = 'starting';
  let detail: string | undefined;
  let lastReadingMonoMs: number | undefined;

  const status = (): SourceStatus => ({
    name: source.name,
    kind: source.kind,
    state,
    ...(detail === undefined ? {} : { detail }),
    ...(lastReadingMonoMs === undefined ? {} : { lastReadingMonoMs }),
    counters: { ...counters },
  });

  return {
    count(counter, by = 1) {
      counters[counter] += by;
    },
    sensed(monoMs) {
      lastReadingMonoMs = monoMs;
    },
    enter(nextState, nextDetail) {
      if (nextState === state && nextDetail === detail) return;
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
