// Gateway: the machine that the agent runs on, its disk, and the lives of the agent, one after another.

import { type Agent, createAgent } from '../../../src/agent/agent.ts';
import type { StartMode } from '../../../src/agent/supervisor.ts';
import type { AgentEvents } from '../../../src/core/events.ts';
import type { ByteLinks } from '../../../src/core/ports/byte-link.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { KvOpener } from '../../../src/core/ports/ordered-kv.ts';
import type { FakeFiles } from '../../fakes/files.ts';
import type { FakeDisk } from '../../fakes/kv.ts';
import type { Chance } from '../world/chance.ts';
import type { Device } from '../world/device.ts';
import type { Line, Network } from '../world/network.ts';
import type { Plan } from '../world/plan.ts';
import type { Story } from '../world/story.ts';
import type { Truth } from '../world/truth.ts';
import { clockOf, createLife, type Life } from './life.ts';
import type { Machine } from './machine.ts';
import { portsOf } from './ports.ts';
import { countingFrom, settingsOf } from './settings.ts';

/** What the agent told about a point: `provisional` while its clock was not trusted. */
export interface Told {
  readonly channel: string;
  readonly second: number;
  readonly provisional: boolean;
}

/** One life of the agent, as far as it has come. */
export interface Living {
  readonly number: number;
  readonly life: Life;
  readonly line: Line;
  readonly bornMs: number;
  /** Undefined while the store is being opened. */
  agent: Agent | undefined;
  /** Timers that wait. */
  readonly waiting: () => number;
}

/** How a life ended: what it had heard shortly before may be gone, unless it could say goodbye. */
export interface End {
  readonly atMs: number;
  readonly graceful: boolean;
}

export interface Gateway {
  readonly machine: Machine;
  readonly living: Living;
  readonly ends: ReadonlyMap<number, End>;
  /** Since the last call, in order. */
  takeTold(): readonly Told[];
  start(mode?: StartMode): Promise<void>;
  /** SIGKILL: the disk keeps all that was written. */
  kill(): void;
  /** The power goes and comes back: what was not synced is gone, but for the `keep` oldest. */
  powerCut(how: { readonly keep: number; readonly landing: boolean }): void;
  /** SIGTERM: resolves when the agent has said goodbye, with how many timers it left behind. */
  stop(): Promise<number>;
}

export interface GatewayDeps {
  /** The time of the world. */
  readonly clock: Clock;
  readonly machine: Machine;
  readonly disk: FakeDisk;
  readonly kv: KvOpener;
  readonly files: FakeFiles;
  readonly links: ByteLinks;
  readonly network: Network;
  readonly chance: Chance;
  readonly story: Story;
  readonly truth: Truth;
  readonly devices: readonly Device[];
}

/** The service manager's pause between two starts. */
const restartMs = 2000;

const firstCount = ({ number }: Living): number => number * 1_000_000;

export function createGateway(deps: GatewayDeps, plan: Plan): Gateway {
  const { clock, machine, disk, story } = deps;
  const ends = new Map<number, End>();
  let told: Told[] = [];
  let lives = 0;
  const settings = settingsOf(plan);
  let living = beget();

  function beget(): Living & { readonly ports: ReturnType<typeof portsOf> } {
    lives += 1;
    const number = lives;
    const life = createLife();
    const line = deps.network.connect();
    const own = clockOf(machine.clock, life);
    const opened = (path: string) =>
      deps.devices.find((device) => device.path === path)?.opened(number);
    const ports = portsOf({ ...deps, life, clock: own, http: line.http, opened });
    const bornMs = clock.wallMs();
    const waiting = () => own.waiting;
    return { number, life, line, bornMs, agent: undefined, waiting, ports };
  }

  function hear(agent: Agent): void {
    let askedMs = -1;
    let provisional = false;
    agent.events.listen((name, detail) => {
      if (name !== 'committed') return;
      // All points of a commit are told of at once: one look at the clock is enough.
      if (askedMs !== clock.monoMs()) provisional = agent.status().clock.state === 'untrusted';
      askedMs = clock.monoMs();
      told.push({ ...(detail as AgentEvents['committed']), provisional });
    });
  }

  async function start(mode: StartMode = 'normal'): Promise<void> {
    living = beget();
    const mine = living;
    story.tell('agent', 'start', { life: mine.number, mode });
    const own = countingFrom(settings, firstCount(mine));
    const created = await mine.life.gate(createAgent(mine.ports, own, { version: 'sim', mode }));
    if (!created.ok) {
      story.tell('agent', 'does not start', { detail: created.failure.detail });
      mine.life.end();
      clock.after(restartMs, () => mine === living && void start(mode));
      return;
    }
    mine.agent = created.value;
    hear(created.value);
    created.value.start();
    if (mode === 'normal') count(mine);
  }

  /** The agent's counter, told a second time by somebody who does not crash. */
  function count(mine: Living): void {
    const { number, life } = mine;
    let value = firstCount(mine);
    const tick = (): void => {
      if (life.over || ends.has(number)) return;
      for (const { name } of plan.counter.channels) {
        deps.truth.say(name, { value, atMs: clock.wallMs(), life: number });
      }
      value += 1;
      clock.after(plan.counter.everyMs, tick);
    };
    clock.after(0, tick);
  }

  const end = (graceful: boolean): void => {
    if (!ends.has(living.number)) ends.set(living.number, { atMs: clock.wallMs(), graceful });
    if (!graceful) living.life.end();
  };

  return {
    machine,
    ends,
    get living() {
      return living;
    },
    takeTold() {
      const taken = told;
      told = [];
      return taken;
    },
    start,
    kill() {
      end(false);
      disk.crash({ keep: Number.POSITIVE_INFINITY, landing: deps.chance.happens(0.5) });
      story.tell('agent', 'killed');
    },
    powerCut(how) {
      end(false);
      disk.crash(how);
      machine.reboot();
      story.tell('agent', 'power cut', how);
    },
    async stop() {
      story.tell('agent', 'stop');
      end(true);
      const { agent, life, waiting } = living;
      await agent?.stop();
      const left = waiting();
      life.end();
      return left;
    },
  };
}
