// Agent: everything put together. What flows is in pipeline.ts; what this file adds is the tend loop.

import { type Log, openLog } from '../buffer/log.ts';
import { createTray } from '../buffer/tray.ts';
import { createEvents, type Events } from '../core/events.ts';
import { createFold } from '../core/fold.ts';
import { limits } from '../core/limits.ts';
import type { Reading } from '../core/point.ts';
import type { Assets } from '../core/ports/assets.ts';
import type { Timer } from '../core/ports/clock.ts';
import type { Http } from '../core/ports/http.ts';
import type { Handler } from '../core/ports/http-server.ts';
import type { Notifier } from '../core/ports/notifier.ts';
import type { KvOpener } from '../core/ports/ordered-kv.ts';
import { ok, type Result } from '../core/result.ts';
import { createSource } from '../sensors/registry.ts';
import type { Source, SourceDeps } from '../sensors/source.ts';
import { createRpc, type RpcOptions } from '../uplink/onep/rpc.ts';
import { createOnepSink } from '../uplink/onep-sink.ts';
import { createShipper, type Shipper } from '../uplink/shipper.ts';
import { createBeacon } from './beacon.ts';
import { type Care, createCare } from './buffer/care.ts';
import { createHealth } from './buffer/health.ts';
import { type Channels, createChannels } from './channels.ts';
import { readKey } from './config/key.ts';
import type { Settings } from './config/settings.ts';
import { deviceDataports } from './dataports.ts';
import { createEndpoint } from './endpoint/endpoint.ts';
import { takeIn } from './endpoint/intake.ts';
import { createPace } from './pace.ts';
import { createPipeline } from './pipeline.ts';
import { createSampler, type Sampler } from './sampler.ts';
import type { AgentStatus } from './status.ts';
import type { StartMode } from './supervisor.ts';
import { createTend } from './tend.ts';
import { createTimebase, type Timebase } from './timebase.ts';
import { createView } from './view.ts';

export interface AgentPorts extends Omit<SourceDeps, 'push' | 'changed'> {
  readonly http: Http;
  readonly kv: KvOpener;
  readonly notifier: Notifier;
  readonly assets: Assets;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface AgentOptions {
  readonly version: string;
  readonly mode: StartMode;
}

export interface Agent {
  readonly events: Events;
  /** The local endpoint, for whoever listens. */
  readonly handler: Handler;
  status(): AgentStatus;
  /** True, or why store or sampling do not progress. True also while offline. */
  healthy(): true | string;
  start(): void;
  /** Tries the uplink now, whatever was being put off. */
  hurry(): void;
  /** Senses no more; resolves when nothing is pending any more, or after `maxMs`. `stop` comes after it. */
  drain(maxMs: number): Promise<void>;
  /** Commits what was sensed, awaits the request in flight, closes the store. Idempotent. */
  stop(): Promise<void>;
}

/** Opens the store; nothing is sensed or sent before `start`. Fails as the store does. */
export async function createAgent(
  ports: AgentPorts,
  settings: Settings,
  options: AgentOptions,
): Promise<Result<Agent>> {
  const { clock } = ports;
  const { maxBytes, whenFull } = settings.buffer;
  const opened = await openLog(
    { opener: ports.kv, journal: ports.journal },
    { dir: `${settings.state}/store`, maxBytes, whenFull },
  );
  if (!opened.ok) return opened;
  const log = opened.value;
  const channels = createChannels(settings.sensors);
  const timebase = await createTimebase({
    clock,
    epochs: log.epochs(),
    lastSecond: lastSecond(log, channels),
    store: log.putEpoch,
    flush: async () => {
      await sampler.flush();
    },
  });
  if (!timebase.ok) {
    await log.close();
    return timebase;
  }
  const parts = { ports, settings, log, channels, timebase: timebase.value };
  const events = createEvents();
  const shipper = assembleShipper(parts, events, options.version);
  const sampler = assembleSampler(parts, events, shipper.wake);
  const sources = assembleSources(parts, events, sampler);
  return ok(assembleAgent({ ...parts, events, shipper, sampler, sources }, options));
}

interface Parts {
  readonly ports: AgentPorts;
  readonly settings: Settings;
  readonly log: Log;
  readonly channels: Channels;
  readonly timebase: Timebase;
}

interface Whole extends Parts {
  readonly events: Events;
  readonly shipper: Shipper;
  readonly sampler: Sampler;
  readonly sources: readonly Source[];
}

/** How this device speaks to its platform; what the platform says of the time is heard by `heard`. */
function rpcOptions({ ports, settings }: Parts, version: string): RpcOptions {
  const { url, cik, contact } = settings.platform;
  return {
    url,
    cik: () => readKey(cik, ports),
    userAgent: `holdfast/${version} (${contact ?? 'no contact given'})`,
  };
}

function assembleShipper(parts: Parts, events: Events, version: string): Shipper {
  const { ports, log, channels, timebase } = parts;
  const heard = (wallMs: number, toleranceMs: number): void => {
    if (timebase.trustedBy !== 'none') return;
    void timebase.witness(wallMs, toleranceMs).then(() => shipper.wake());
  };
  const { wanted, dataportOf } = deviceDataports(channels);
  const sink = createOnepSink(ports, { ...rpcOptions(parts, version), heard, wanted, dataportOf });
  const shipper = createShipper(
    { ...ports, outbox: log, sink, events },
    { dateOf: timebase.dateOf, pending: () => log.ledger().pending },
  );
  return shipper;
}

function assembleSampler(parts: Parts, events: Events, committed: () => void): Sampler {
  const { ports, settings, log, channels, timebase } = parts;
  const fold = createFold({
    policy: (channel) => channels.byName(channel)?.settings.fold ?? 'last',
    whole: (channel) => channels.byName(channel)?.settings.format === 'integer',
    mark: log.mark,
  });
  return createSampler(
    { clock: ports.clock, events, timebase, fold, tray: createTray(limits), log, committed },
    settings.durability,
  );
}

function assembleSources(parts: Parts, events: Events, sampler: Sampler): readonly Source[] {
  const { ports, settings, channels } = parts;
  return settings.sensors.map((sensor) => {
    const named = (reading: Reading): Reading => {
      const name = channels.of(sensor.name, reading.channel)?.name ?? reading.channel;
      return name === reading.channel ? reading : { ...reading, channel: name };
    };
    return createSource(
      {
        ...ports,
        push: (readings) => sampler.push(readings.map(named)),
        changed: ({ name, state, detail }) =>
          events.emit('source', { name, state, ...(detail !== undefined && { detail }) }),
      },
      sensor,
    );
  });
}

/** The highest second that any channel was ever given. */
function lastSecond(log: Log, channels: Channels): number | undefined {
  const marks = channels.all.flatMap(({ name }) => log.mark(name) ?? []);
  return marks.length === 0 ? undefined : marks.reduce((a, b) => Math.max(a, b));
}

function assembleCare({ ports, settings, log }: Parts): Care {
  const { keepFree, maxAge } = settings.buffer;
  return createCare(
    { ...ports, log },
    { dir: settings.state, keepFreeBytes: keepFree, maxAgeMs: maxAge },
  );
}

const drainLookMs = 50;

function assembleAgent(whole: Whole, { version, mode }: AgentOptions): Agent {
  const { ports, settings, log, timebase, events, shipper, sampler } = whole;
  const { clock, notifier } = ports;
  const pace = createPace(clock);
  const { device, status: listen } = settings;
  const status = createView({ ...whole, clock, pace }, { device, version });
  const { healthy, answering } = createHealth(
    { clock, log, sampler },
    settings.durability.windowMs,
  );
  const pipeline = createPipeline(clock, whole);
  const tend = createTend({
    clock,
    notifier,
    timebase,
    pace,
    care: assembleCare(whole),
    status,
    alive: answering,
    dated: shipper.wake,
  });
  const rpc = createRpc(ports, rpcOptions(whole, version));
  const beacon = createBeacon({ clock, rpc, status });
  const handler = createEndpoint(
    { ...ports, status, healthy, events, intake: (pairs) => takeIn(pairs, { clock, ...whole }) },
    listen.host,
  );
  let safeMode: Timer | undefined;
  let stopped: Promise<void> | undefined;

  async function stop(): Promise<void> {
    notifier.stopping();
    safeMode?.cancel();
    tend.stop();
    await beacon.stop();
    await pipeline.stop();
  }

  return {
    events,
    handler,
    status,
    healthy,
    start() {
      pipeline.start(mode);
      if (mode === 'safe') safeMode = clock.after(limits.safeModeMs, pipeline.startSources);
      tend.start();
      beacon.start();
      ports.journal.info('agent started', { device, mode, version, points: log.stats().points });
      notifier.ready();
    },
    hurry: shipper.resume,
    async drain(maxMs) {
      const deadlineMs = clock.monoMs() + maxMs;
      await pipeline.stopSources();
      while (log.ledger().pending > 0 && clock.monoMs() < deadlineMs)
        await clock.sleep(drainLookMs);
    },
    stop() {
      stopped ??= stop();
      return stopped;
    },
  };
}
