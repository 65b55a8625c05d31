// Fates: what may befall a world between two steps. Each has a weight, and says whether it can come now.

import type { Chance } from './chance.ts';
import { weathers } from './network.ts';
import type { Plan } from './plan.ts';
import type { World } from './world.ts';

interface Fate {
  readonly weight: number;
  readonly can?: (world: World) => boolean;
  readonly befall: (world: World, chance: Chance) => void | Promise<void>;
}

/** Longer than any stop may take, request in flight included. */
const goodbyeMs = 5000;

const isAlive = ({ gateway }: World): boolean => !gateway.living.life.over;
const isRunning = (world: World): boolean =>
  isAlive(world) && world.gateway.living.agent !== undefined;

/**
 * Points of a boot that never had a trusted clock wait for what interpolates them, which is not built
 * yet; until then no world makes such a boot.
 */
const isDated = ({ gateway, plan }: World): boolean =>
  plan.clock === 'right' || gateway.living.agent?.status().clock.state === 'trusted';

/** How long the troubles of a store may be felt: tries that fail, each a window after the other. */
export const troubleMs = 60_000;
export const isTroubled = ({ clock, troubles }: World): boolean =>
  clock.wallMs() - (troubles.at(-1) ?? 0) < troubleMs;

/** Unless somebody was faster. */
const startAgain = (world: World, afterMs: number): void => {
  world.clock.after(afterMs, () => isAlive(world) || void world.gateway.start());
};
const startPlatformAgain = ({ server, clock }: World, afterMs: number): void => {
  clock.after(afterMs, () => server.alive || void server.start());
};

export const fates: Readonly<Record<string, Fate>> = {
  weather: {
    weight: 8,
    befall: ({ network }, chance) => {
      network.weather = chance.pick(weathers);
    },
  },
  kill: {
    weight: 3,
    can: isAlive,
    befall(world, chance) {
      world.gateway.kill();
      startAgain(world, chance.pick([1, 100, 2000, 10_000]));
    },
  },
  powerCut: {
    weight: 3,
    can: isDated,
    befall(world, chance) {
      const { gateway, plan } = world;
      gateway.powerCut({ keep: chance.whole(0, 2), landing: chance.happens(0.5) });
      gateway.machine.synchronised = plan.clock === 'right';
      startAgain(world, bootMs(plan) + chance.pick([200, 3000, 20_000]));
    },
  },
  stop: {
    weight: 2,
    can: (world) => isRunning(world) && !isTroubled(world),
    async befall(world, chance) {
      // One failure at the goodbye costs nothing: the tray is committed again.
      if (chance.happens(0.3)) failAgentStore(world, { times: 1, landed: chance.happens(0.5) });
      await stopAgent(world);
      startAgain(world, chance.pick([1, 100, 2000]));
    },
  },
  platformCrash: {
    weight: 3,
    can: ({ server }) => server.alive,
    befall(world, chance) {
      world.server.crash(chance.happens(0.5));
      startPlatformAgain(world, chance.pick([10, 2000, 30_000]));
    },
  },
  agentStoreFails: {
    weight: 3,
    befall(world, chance) {
      const kind = chance.pick(['store', 'disk-full'] as const);
      failAgentStore(world, { kind, times: chance.whole(1, 3), landed: chance.happens(0.5) });
      if (chance.happens(0.3)) world.disks.agent.failOpens({ times: chance.whole(1, 3) });
    },
  },
  platformStoreFails: {
    weight: 2,
    befall({ disks, story }, chance) {
      const fault = { times: chance.whole(1, 3), landed: chance.happens(0.5) };
      disks.platform.failCommits(fault);
      if (chance.happens(0.3)) disks.platform.failOpens({ times: chance.whole(1, 3) });
      story.tell('platform', 'disk fails', fault);
    },
  },
  unplug: {
    weight: 2,
    befall({ devices, clock, story }, chance) {
      const device = chance.pick(devices);
      device.unplug();
      story.tell('device', 'unplugged', { path: device.path });
      clock.after(chance.pick([500, 5000]), () => device.plug());
    },
  },
  wrongKey: {
    weight: 1,
    async befall({ setKey, clock, cik, story }, chance) {
      await setKey('0'.repeat(40));
      story.tell('agent', 'wrong key');
      clock.after(chance.pick([3000, 30_000]), () => void setKey(cik));
    },
  },
  timeService: {
    weight: 2,
    can: ({ gateway }) => !gateway.machine.synchronised,
    befall({ gateway, story }) {
      gateway.machine.wallErrorMs = 0;
      gateway.machine.synchronised = true;
      story.tell('machine', 'synchronised');
    },
  },
};

/**
 * A clock that the platform's time dates is right to within a round trip and a second: two boots closer
 * together than that may claim the same second.
 */
const bootMs = ({ clock }: Plan): number => (clock === 'right' ? 0 : 5000);

type CommitFault = NonNullable<Parameters<World['disks']['agent']['failCommits']>[0]>;

function failAgentStore({ clock, disks, story, troubles }: World, fault: CommitFault): void {
  disks.agent.failCommits(fault);
  troubles.push(clock.wallMs());
  story.tell('agent', 'disk fails', { ...fault });
}

/** Stops the agent as the service manager does; it must be gone in time, and leave nothing running. */
export async function stopAgent({ gateway, clock, story }: World): Promise<void> {
  let left: number | undefined;
  void gateway.stop().then((timers) => {
    left = timers;
  });
  const sinceMs = clock.monoMs();
  await clock.runUntil(() => left !== undefined, { maxMs: goodbyeMs });
  story.tell('agent', 'stopped', { afterMs: Math.round(clock.monoMs() - sinceMs) });
  if (left !== 0) throw new Error(`the stopped agent left ${left} timers`);
}

/** Everything that can be mended is mended. */
export async function heal(world: World): Promise<void> {
  const { network, disks, devices, server, story, setKey, cik } = world;
  story.tell('fate', 'healing');
  network.weather = 'calm';
  disks.agent.mend();
  disks.platform.mend();
  await setKey(cik);
  for (const device of devices) device.plug();
  if (!server.alive) void server.start();
  startAgain(world, bootMs(world.plan));
}

/** One of those that can come now, by weight. */
export function pickFate(world: World, chance: Chance): string {
  const possible = Object.entries(fates).filter(([, { can }]) => can?.(world) ?? true);
  const urn = possible.flatMap(([name, { weight }]) => Array.from({ length: weight }, () => name));
  return chance.pick(urn);
}
