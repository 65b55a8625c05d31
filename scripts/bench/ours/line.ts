// From bytes on a line to a committed segment with the agent's own parts. Only the line and the clock
// are ours to drive: a second passes when we say so.

import { createSampler } from '../../../src/agent/sampler.ts';
import type { Log } from '../../../src/buffer/log.ts';
import { createTray } from '../../../src/buffer/tray.ts';
import { createEvents } from '../../../src/core/events.ts';
import { createFold } from '../../../src/core/fold.ts';
import { limits } from '../../../src/core/limits.ts';
import type { LinkEvents } from '../../../src/core/ports/byte-link.ts';
import type { Clock } from '../../../src/core/ports/clock.ts';
import { done, ok } from '../../../src/core/result.ts';
import { createCron } from '../../../src/io/cron.ts';
import { createFiles } from '../../../src/io/files.ts';
import { createRandom } from '../../../src/io/random.ts';
import { createSource, sensorSchema } from '../../../src/sensors/registry.ts';
import type { SourceDeps } from '../../../src/sensors/source.ts';
import { channels, firstSecond } from '../work.ts';
import { epoch, silent } from './log.ts';

export interface BenchLine {
  /** Bytes as they come from the port, all in one second. */
  receive(bytes: Uint8Array): void;
  /** What came so far is committed. */
  commit(): Promise<void>;
  stop(): Promise<void>;
}

export async function openBenchLine(log: Log): Promise<BenchLine> {
  let monoMs = 0;
  const clock = handClock(() => monoMs);
  const fold = createFold({ policy: () => 'last', mark: log.mark });
  const tray = createTray(limits);
  const anchor = { id: epoch, bootId: 'bench', wallMs: firstSecond * 1000, monoMs: 0 };
  const timebase = {
    current: () => ({ ...anchor, trusted: true, shiftSeconds: 0 }),
    secondOf: (at: number) => Math.floor((anchor.wallMs + at) / 1000),
  };
  const sampler = createSampler(
    { clock, events: createEvents(), timebase, fold, tray, log, committed: () => {} },
    { windowMs: 1000 },
  );
  const line = createPort();
  const deps: SourceDeps = {
    clock,
    random: createRandom(),
    journal: silent,
    cron: createCron(),
    files: createFiles(),
    links: line.links,
    pins: { chips: unused, input: unused, output: unused },
    push: sampler.push,
    changed: () => {},
  };
  const settings = sensorSchema.parse({
    name: 'bench',
    kind: 'serial',
    port: '/dev/bench',
    decode: 'json',
    channels: Object.fromEntries(channels.map((channel) => [channel, {}])),
  });
  const source = createSource(deps, settings);
  source.start();
  const events = await line.opened;
  // What comes before the first delimiter is no frame.
  events.data(new Uint8Array([0x0a]));
  return {
    receive(bytes) {
      monoMs += 1000;
      events.data(bytes);
    },
    async commit() {
      if (!(await sampler.flush())) throw new Error('the log took nothing');
    },
    async stop() {
      await source.stop();
      await sampler.stop();
    },
  };
}

const unused = async () => ok([] as never);

const handClock = (monoMs: () => number): Clock => ({
  bootId: 'bench',
  wallMs: () => firstSecond * 1000 + monoMs(),
  monoMs,
  synchronised: () => true,
  after: () => ({ cancel: () => {} }),
  sleep: async () => {},
});

/** A port that opens at once, and the events of whoever opened it. */
function createPort() {
  const { promise, resolve } = Promise.withResolvers<LinkEvents>();
  const link = { write: async () => done, close: async () => {} };
  const links: SourceDeps['links'] = {
    list: async () => ok([]),
    async open(_path, _options, events) {
      setImmediate(resolve, events);
      return ok(link);
    },
  };
  return { links, opened: promise };
}
