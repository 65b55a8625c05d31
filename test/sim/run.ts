// Run: one world from its seed to its end, or to the law that it breaks.

import process from 'node:process';
import { createLaws, type Laws } from './laws/laws.ts';
import { type Chance, createChance } from './world/chance.ts';
import { fates, heal, pickFate, stopAgent } from './world/fates.ts';
import { createPlan, type Plan } from './world/plan.ts';
import { createWorld, type Sabotage, type World } from './world/world.ts';

export interface RunOptions {
  readonly steps?: number;
  /** What is to be otherwise than the seed has it. */
  readonly plan?: Partial<Plan>;
  readonly sabotage?: Sabotage;
}

export interface Outcome {
  readonly seed: number;
  readonly steps: number;
  readonly story: readonly string[];
  /** How often each event of the story happened, as `who event`. */
  readonly events: ReadonlyMap<string, number>;
  /** The law that was broken, or what the agent threw; undefined when all was well. */
  readonly broken: string | undefined;
}

export const defaultSteps = 30;

export async function run(seed: number, options: RunOptions = {}): Promise<Outcome> {
  const { steps = defaultSteps, sabotage } = options;
  const world = await createWorld({ ...createPlan(seed), ...options.plan }, sabotage);
  const thrown: unknown[] = [];
  const note = (reason: unknown): number => thrown.push(reason);
  process.on('unhandledRejection', note);
  try {
    const laws = createLaws(world);
    await live(world, laws, steps);
    await end(world, laws);
  } catch (error) {
    thrown.push(error);
  } finally {
    process.off('unhandledRejection', note);
  }
  const broken = thrown.length === 0 ? undefined : wordsOf(thrown[0]);
  return { seed, steps, story: world.story.lines, events: world.story.events, broken };
}

const wordsOf = (thrown: unknown): string =>
  thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);

async function live(world: World, laws: Laws, steps: number): Promise<void> {
  const chance = createChance(world.plan.seed, 'fates');
  for (let step = 1; step <= steps; step += 1) {
    await world.clock.advance(stepMs(chance));
    if (chance.happens(0.6)) {
      const fate = pickFate(world, chance);
      world.story.tell('fate', fate);
      await fates[fate]?.befall(world, chance);
    }
    await world.clock.settle();
    await laws.check();
    tellAccount(world);
  }
}

/** Moments, seconds and stretches: so short that something is under way, so long that pauses end. */
const stepMs = (chance: Chance): number => chance.whole(1, chance.pick([1000, 4000, 4000, 9000]));

function tellAccount({ gateway, story }: World): void {
  const status = gateway.living.agent?.status();
  if (!status) return;
  story.tell('agent', `is ${status.uplink.state}`, { ...status.ledger });
}

/** The longest pauses one after the other: of the backoff, of a request, and of a restart. */
const healingMs = 180_000;
/** What is on its way through a slow store and a slow line, while the sources go on. */
const freshMs = 10_000;

/** All faults are over: what was kept must arrive, and the account must close. */
async function end(world: World, laws: Laws): Promise<void> {
  const { clock, gateway, devices } = world;
  const status = () => (gateway.living.life.over ? undefined : gateway.living.agent?.status());
  const isOnline = () => status()?.uplink.state === 'online';
  const hasCaughtUp = () => isOnline() && (status()?.buffer.oldestAgeMs ?? 0) < freshMs;
  const hears = () => status()?.sources.every((source) => source.state === 'running') === true;
  const isEmpty = () => isOnline() && status()?.ledger.pending === 0;
  await heal(world);
  await clock.runUntil(() => hasCaughtUp() && hears(), { maxMs: healingMs });
  await laws.check();
  for (const device of devices) device.end();
  await clock.advance(2000);
  await stopAgent(world);
  // Without its sources the agent delivers what its goodbye has committed.
  void gateway.start('safe');
  await clock.runUntil(isEmpty, { maxMs: healingMs });
  await stopAgent(world);
  tellAccount(world);
  await laws.checkEnd();
}
