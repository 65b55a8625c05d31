// Server: the platform's process and its disk. It can be killed, and its disk can fail.

import assert from 'node:assert/strict';
import type { Clock } from '../../../src/core/ports/clock.ts';
import type { Exchange, Handler, Reply } from '../../../src/core/ports/http-server.ts';
import type { KvOpener, OrderedKv } from '../../../src/core/ports/ordered-kv.ts';
import { createPlatform, type Platform } from '../../../src/platform/platform.ts';
import { openMending } from '../../../src/platform/store/mending.ts';
import type { FakeDisk } from '../../fakes/kv.ts';
import { createFakeScriptWorker, type FakeScript } from '../../fakes/script-worker.ts';
import { ask, bodyText, request, unlimited } from '../../support/onep.ts';
import type { Chance } from '../world/chance.ts';
import type { Story } from '../world/story.ts';
import { clockOf, createLife, type Life } from './life.ts';
import { openerOf } from './ports.ts';

const dir = '/platform';
const secret = new Uint8Array(32).fill(5);

/** A script beside the devices: each minute it says so, in every life of the server. */
const ticker: FakeScript = async (ask) => {
  for (;;) {
    const { now } = (await ask('now')) as { readonly now: number };
    await ask('sleep', now + 60);
    await ask('debug', 'tick');
  }
};

export interface Server {
  /** Opens the store; an operator tries again every second when it does not open. */
  start(): Promise<void>;
  /** The power goes; with `landing` the commits under way had reached the disk. */
  crash(landing: boolean): void;
  /** What the network reaches; no reply when it is down, or goes down meanwhile. */
  farSide(exchange: Exchange): Promise<Reply | undefined>;
  /** Makes a client of the root and gives its key. */
  enrol(): Promise<string>;
  /** Running, or starting. */
  readonly alive: boolean;
  /** It answers. */
  readonly up: boolean;
}

export interface ServerDeps {
  readonly clock: Clock;
  readonly disk: FakeDisk;
  /** The way to that disk. */
  readonly kv: KvOpener;
  readonly chance: Chance;
  readonly story: Story;
}

interface Running {
  readonly life: Life;
  readonly platform: Platform;
}

export function createServer({ clock, disk, kv: opener, chance, story }: ServerDeps): Server {
  let life = createLife();
  life.end();
  let running: Running | undefined;

  async function open(): Promise<Platform | undefined> {
    const own = clockOf(clock, life);
    const kv = await openMending({ opener: openerOf(opener, life), clock: own }, dir);
    if (!kv.ok) return undefined;
    const journal = story.journal('platform');
    const created = await createPlatform({
      kv: kv.value,
      clock: own,
      random: chance,
      journal,
      secret,
      scriptWorker: createFakeScriptWorker(own, { ticker }),
    });
    if (created.ok) return created.value;
    await kv.value.close();
    return undefined;
  }

  async function start(): Promise<void> {
    life = createLife();
    const mine = life;
    const platform = await open();
    story.tell('platform', platform ? 'up' : 'does not start');
    if (platform) {
      running = { life: mine, platform };
      return;
    }
    life.end();
    clock.after(1000, () => mine === life && void start());
  }

  function crash(landing: boolean): void {
    life.end();
    running = undefined;
    disk.crash({ landing });
    story.tell('platform', 'crash', { landing });
  }

  return {
    start,
    crash,
    get alive() {
      return !life.over;
    },
    get up() {
      return running !== undefined;
    },
    farSide(exchange) {
      if (!running) return Promise.resolve(undefined);
      const { life: mine, platform } = running;
      return new Promise((resolve, reject) => {
        mine.atEnd(() => resolve(undefined));
        mine.gate(platform.handle(exchange)).then(resolve, reject);
      });
    },
    async enrol() {
      assert(running);
      const { handle, rootCik } = running.platform;
      const rule = { format: 'string', rule: { script: 'ticker' } };
      await call(handle, rootCik, 'create', 'datarule', rule);
      const rid = await call(handle, rootCik, 'create', 'client', unlimited);
      const { key } = (await call(handle, rootCik, 'info', rid, { key: true })) as { key: string };
      return key;
    },
  };
}

async function call(handle: Handler, cik: string, ...procedure: readonly unknown[]) {
  const reply = await ask(handle, request({ cik }, [procedure]));
  const [answer] = JSON.parse(bodyText(reply));
  assert.equal(answer?.status, 'ok', bodyText(reply));
  return answer.result as unknown;
}

/** What the platform of this disk holds of each of these dataports: value by second. */
export async function readHoldings(
  disk: FakeDisk,
  deps: { readonly clock: Clock; readonly chance: Chance; readonly story: Story },
  { cik, aliases }: { readonly cik: string; readonly aliases: readonly string[] },
): Promise<Map<string, Map<number, unknown>>> {
  const kv = (await disk.opener.open(dir)) as { readonly value: OrderedKv };
  const { clock, chance: random, story } = deps;
  const journal = story.journal('platform');
  const opened = await createPlatform({ kv: kv.value, clock, random, journal, secret });
  assert(opened.ok);
  const all = { starttime: 1, endtime: 9_999_999_999, sort: 'asc', limit: 100_000 };
  const reads = aliases.map((alias) => ['read', { alias }, all]);
  const reply = await ask(opened.value.handle, request({ cik }, reads));
  const answers = JSON.parse(bodyText(reply)) as { readonly result?: [number, unknown][] }[];
  return new Map(aliases.map((alias, i) => [alias, new Map(answers[i]?.result ?? [])]));
}
