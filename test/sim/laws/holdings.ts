// What the platform holds, looked at on a copy of its disk: nothing that was never sensed, and for ever.

import { createFakeClock } from '../../fakes/clock.ts';
import { readHoldings } from '../machines/server.ts';
import { createChance } from '../world/chance.ts';
import type { ChannelPlan, Plan } from '../world/plan.ts';
import { createStory } from '../world/story.ts';
import type { World } from '../world/world.ts';
import { demand } from './demand.ts';
import { canBe } from './fold-law.ts';

/** Value by second, by channel. */
export type Holdings = ReadonlyMap<string, ReadonlyMap<number, unknown>>;

export const countOf = (holdings: Holdings): number =>
  [...holdings.values()].reduce((sum, values) => sum + values.size, 0);

export const channelsOf = (plan: Plan): ReadonlyMap<string, ChannelPlan> =>
  new Map(
    [...plan.devices, plan.counter].flatMap(({ channels }) =>
      channels.map((channel) => [channel.name, channel]),
    ),
  );

/** Rounding of monotonic time, where the clock is right. */
const exactMs = 0.01;
/** What the platform's time may be wrong by: the round trip, a second, and the slack of the witness. */
const datedMs = 6_000;

/** How far the second of a point may be from the time at which it was sensed. */
export const toleranceMs = ({ clock }: Plan): number => (clock === 'right' ? exactMs : datedMs);

/** Gives a way to look, which fails when a law is broken, and else tells what is there. */
export function createPlatformLaw({ plan, disks, truth, clock, cik }: World) {
  const channels = channelsOf(plan);
  const aliases = [...channels.keys()];
  // Whoever looks on has a clock and chances of his own, or looking would change the story.
  const onlooker = {
    clock: createFakeClock({ wallMs: clock.wallMs() }),
    chance: createChance(plan.seed, 'onlooker'),
    story: createStory(() => 0),
  };
  let held: Holdings = new Map();

  function checkChannel(channel: ChannelPlan, values: ReadonlyMap<number, unknown>): void {
    const { name } = channel;
    const before = held.get(name) ?? new Map();
    for (const [second, was] of before) {
      const is = values.get(second);
      demand(is === was, 'what the platform has it keeps', { name, second, was, is });
    }
    const said = truth.of(name);
    for (const [second, value] of values) {
      if (before.has(second)) continue;
      const known = canBe({ second, value }, channel, said, toleranceMs(plan));
      demand(known, 'the platform holds only what was sensed', { name, second, value });
    }
  }

  return async (): Promise<Holdings> => {
    const now = await readHoldings(disks.platform.copy(), onlooker, { cik, aliases });
    for (const channel of channels.values()) {
      checkChannel(channel, now.get(channel.name) ?? new Map());
    }
    held = now;
    return now;
  };
}
