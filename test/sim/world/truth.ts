// Truth: what the devices said, and when. The agent never sees this; the laws judge it by it.

import type { Value } from '../../../src/core/point.ts';

export interface Saying {
  readonly value: Value;
  /** Unix time of the world, when the last byte had arrived. Milliseconds. */
  readonly atMs: number;
  /** Which life of the agent was there to hear it; undefined when none had to. */
  readonly life: number | undefined;
}

export interface Truth {
  say(channel: string, saying: Saying): void;
  /** All that was ever said of a channel, in order. */
  of(channel: string): readonly Saying[];
}

export function createTruth(): Truth {
  const said = new Map<string, Saying[]>();
  return {
    say(channel, saying) {
      const known = said.get(channel);
      if (known) known.push(saying);
      else said.set(channel, [saying]);
    },
    of: (channel) => said.get(channel) ?? [],
  };
}
