// World: the real agent and the real platform, and around them nothing but fakes of one seed.

import type { ByteLinks } from '../../../src/core/ports/byte-link.ts';
import type { KvOpener } from '../../../src/core/ports/ordered-kv.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { createFakeFiles, type FakeFiles } from '../../fakes/files.ts';
import type { FarSide } from '../../fakes/http.ts';
import { createFakeDisk, type FakeDisk } from '../../fakes/kv.ts';
import { createFakeLinks } from '../../fakes/links.ts';
import { createGateway, type Gateway } from '../machines/gateway.ts';
import { createMachine } from '../machines/machine.ts';
import { createServer, type Server } from '../machines/server.ts';
import { keyFile } from '../machines/settings.ts';
import { createChance } from './chance.ts';
import { createDevice, type Device } from './device.ts';
import { createNetwork, type Network, pastTimeoutMs } from './network.ts';
import type { Plan } from './plan.ts';
import { createStory, type Story } from './story.ts';
import { createTruth, type Truth } from './truth.ts';

export interface World {
  readonly plan: Plan;
  readonly clock: FakeClock;
  readonly story: Story;
  readonly truth: Truth;
  readonly network: Network;
  readonly server: Server;
  readonly gateway: Gateway;
  readonly devices: readonly Device[];
  readonly disks: { readonly agent: FakeDisk; readonly platform: FakeDisk };
  /** When the agent's store failed. Unix time of the world, milliseconds. */
  readonly troubles: number[];
  /** The device's key at the platform. */
  readonly cik: string;
  /** Puts this key where the agent looks for its own. */
  setKey(cik: string): Promise<void>;
}

/** Ways to break a world on purpose, so that the laws can be shown to see. */
export interface Sabotage {
  readonly farSide?: (farSide: FarSide) => FarSide;
  readonly agentKv?: (opener: KvOpener) => KvOpener;
  readonly platformKv?: (opener: KvOpener) => KvOpener;
  readonly links?: (links: ByteLinks) => ByteLinks;
}

const honest = <T>(port: T): T => port;

/** Where the time of every world begins: not on a whole second, or everything would start there. */
const beginMs = Date.UTC(2026, 0, 1) + 337;

export async function createWorld(plan: Plan, sabotage: Sabotage = {}): Promise<World> {
  const clock = createFakeClock({ wallMs: beginMs });
  const story = createStory(clock.monoMs);
  const chance = (part: string) => createChance(plan.seed, part);
  const truth = createTruth();
  const links = createFakeLinks();
  const disks = {
    agent: createFakeDisk({ clock, commitMs: plan.agentCommitMs }),
    platform: createFakeDisk({ clock, commitMs: plan.platformCommitMs }),
  };
  const files = createFakeFiles(['/etc/holdfast', '/var/lib/holdfast']);
  const {
    farSide = honest,
    agentKv = honest,
    platformKv = honest,
    links: ears = honest,
  } = sabotage;
  const server = createServer({
    clock,
    disk: disks.platform,
    kv: platformKv(disks.platform.opener),
    chance: chance('platform'),
    story,
  });
  const network = createNetwork(
    { clock, chance: chance('network'), story, farSide: farSide(server.farSide) },
    // Where the platform's time dates points, late answers would date them badly, as they may.
    {
      latencyMs: plan.latencyMs,
      longestMs: plan.clock === 'right' ? pastTimeoutMs : pastTimeoutMs / 20,
    },
  );
  const devices = plan.devices.map((device) =>
    createDevice({ clock, chance: chance(device.name), links, truth }, device),
  );
  const machine = createMachine(clock, 'gateway');
  machine.synchronised = plan.clock === 'right';
  machine.wallErrorMs = plan.wallErrorMs;
  const gateway = createGateway(
    {
      clock,
      machine,
      disk: disks.agent,
      kv: agentKv(disks.agent.opener),
      files,
      links: ears(links),
      network,
      chance: chance('agent'),
      story,
      truth,
      devices,
    },
    plan,
  );

  const cik = await enrolled(server, clock);
  await setKey(files, cik);
  for (const device of devices) device.begin();
  void gateway.start();
  return {
    plan,
    clock,
    story,
    truth,
    network,
    server,
    gateway,
    devices,
    disks,
    troubles: [],
    cik,
    setKey: (key) => setKey(files, key),
  };
}

async function enrolled(server: Server, clock: FakeClock): Promise<string> {
  void server.start();
  await clock.runUntil(() => server.up);
  let cik: string | undefined;
  void server.enrol().then((key) => {
    cik = key;
  });
  await clock.runUntil(() => cik !== undefined);
  return cik as string;
}

async function setKey(files: FakeFiles, cik: string): Promise<void> {
  await files.writeAtomic(keyFile, new TextEncoder().encode(`${cik}\n`), 0o600);
}
