// A journal that keeps its lines, so that a test can ask what the operator was told.

import type { Fields, Journal } from '../../src/core/ports/journal.ts';

export interface JournalLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly event: string;
  readonly fields: Fields;
}

export interface FakeJournal extends Journal {
  readonly lines: readonly JournalLine[];
  /** The lines of this event, in order. */
  of(event: string): readonly JournalLine[];
}

export function createFakeJournal(): FakeJournal {
  const lines: JournalLine[] = [];
  const at =
    (level: JournalLine['level']) =>
    (event: string, fields: Fields = {}) => {
      lines.push({ level, event, fields });
    };
  return {
    lines,
    of: (event) => lines.filter((line) => line.event === event),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
