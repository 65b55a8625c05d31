// Story: what happened in a world, one line an event, the same for the same seed.

import type { Fields, Journal } from '../../../src/core/ports/journal.ts';

export interface Story {
  tell(who: string, event: string, fields?: Fields): void;
  /** What a program says to its operator is part of the story. */
  journal(who: string): Journal;
  readonly lines: readonly string[];
  /** How often each event happened, as `who event`. */
  readonly events: ReadonlyMap<string, number>;
}

/** @param nowMs the time of the world since its beginning */
export function createStory(nowMs: () => number): Story {
  const lines: string[] = [];
  const events = new Map<string, number>();

  function tell(who: string, event: string, fields: Fields = {}): void {
    const name = `${who} ${event}`;
    events.set(name, (events.get(name) ?? 0) + 1);
    const said = Object.entries(fields).filter(([, value]) => value !== undefined);
    const details = said.map(([key, value]) => ` ${key}=${JSON.stringify(value)}`).join('');
    lines.push(`${(nowMs() / 1000).toFixed(3).padStart(9)}  ${who.padEnd(8)} ${event}${details}`);
  }

  return {
    tell,
    lines,
    events,
    journal(who) {
      const say = (event: string, fields?: Fields) => tell(who, event, fields);
      return { debug: () => {}, info: say, warn: say, error: say };
    },
  };
}
