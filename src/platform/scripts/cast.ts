// Cast: the scripts that are to run, as many as there are places, the others in the order in which they came.

import type { Desk } from '../context.ts';
import { findLiving } from '../resources/tree.ts';
import { type PlayDeps, type Playing, play } from './play.ts';
import { markScript, type RunOf } from './state.ts';

export interface CastDeps extends PlayDeps {
  /** Work that is tried until the store takes it; undefined when the server is going down. */
  insist<T>(work: (desk: Desk) => Promise<T>): Promise<T | undefined>;
  /** Called when a part has ended by itself. */
  ended(part: Part): void;
}

export interface Part extends RunOf {
  dismissed: boolean;
  /** Undefined while it waits for a place. */
  playing?: Playing;
}

export interface Cast {
  admit(script: RunOf): Promise<Part>;
  /** Ends it, or takes it out of the line. */
  dismiss(part: Part): void;
  /** Resolves when nothing is left of those who were dismissed. */
  idle(): Promise<unknown>;
}

export function createCast(deps: CastDeps, atOnce: number): Cast {
  const line: Part[] = [];
  const ending = new Set<Promise<void>>();
  let places = atOnce;

  const fill = () => {
    const part = places > 0 ? line.shift() : undefined;
    if (!part) return;
    places -= 1;
    const ended = perform(part).finally(() => {
      ending.delete(ended);
      if (!part.dismissed) deps.ended(part);
      places += 1;
      fill();
    });
    ending.add(ended);
    fill();
  };
  const perform = async (part: Part) => {
    const source = await deps.insist((desk) => open(desk, part));
    if (source === undefined || part.dismissed) return;
    part.playing = play(deps, { ...part, source });
    await part.playing.ended;
  };

  return {
    async admit(script) {
      const part: Part = { ...script, dismissed: false };
      if (places === 0) await deps.insist((desk) => markScript(desk, part, 'waiting'));
      line.push(part);
      fill();
      return part;
    },
    dismiss(part) {
      part.dismissed = true;
      if (line.includes(part)) line.splice(line.indexOf(part), 1);
      part.playing?.kill();
    },
    idle: () => Promise.all(ending),
  };
}

/** The source of a script that begins now; undefined when it is not to any more. */
async function open(desk: Desk, part: RunOf): Promise<string | undefined> {
  const rule = await findLiving(desk, part.rid);
  if (rule?.type !== 'datarule' || !('script' in rule.description.rule)) return undefined;
  return (await markScript(desk, part, 'running')) ? rule.description.rule.script : undefined;
}
