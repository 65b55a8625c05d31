// View: the status document, put together from what each part says of itself.

import type { Log } from '../buffer/log.ts';
import { epochWallMs } from '../core/epoch.ts';
import { balances } from '../core/ledger.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Source } from '../sensors/source.ts';
import type { Shipper } from '../uplink/shipper.ts';
import { reportBuffer } from './buffer/report.ts';
import type { Channels } from './channels.ts';
import type { Pace } from './pace.ts';
import type { Sampler } from './sampler.ts';
import type { AgentStatus } from './status.ts';
import type { Timebase } from './timebase.ts';

export interface ViewDeps {
  readonly clock: Clock;
  readonly timebase: Timebase;
  readonly channels: Channels;
  readonly sources: readonly Source[];
  readonly sampler: Sampler;
  readonly log: Log;
  readonly shipper: Shipper;
  readonly pace: Pace;
}

export interface ViewOptions {
  readonly device: string;
  readonly version: string;
}

/** What the agent says of itself now: a function that asks every part anew, and waits for none. */
export function createView(deps: ViewDeps, options: ViewOptions): () => AgentStatus {
  const { clock, timebase, log, pace } = deps;
  const startedMonoMs = clock.monoMs();
  const shiftOf = (epoch: number) => (timebase.dateOf(epoch) ?? timebase.current()).shiftSeconds;
  return () => {
    const ledger = log.ledger();
    const wallMs = epochWallMs(timebase.current(), clock.monoMs());
    const pointsPerSecond = pace.perSecond();
    const uptimeMs = clock.monoMs() - startedMonoMs;
    return {
      device: options.device,
      version: options.version,
      startedAt: new Date(wallMs - uptimeMs).toISOString(),
      uptimeMs: Math.round(uptimeMs),
      ledger: { ...ledger, balanced: balances(ledger) },
      reasons: log.reasons(),
      uplink: wholeMs(deps.shipper.status()),
      buffer: wholeMs(reportBuffer(log, { wallMs, shiftOf, pointsPerSecond })),
      clock: {
        state: timebase.trustedBy === 'none' ? 'untrusted' : 'trusted',
        source: timebase.trustedBy,
        time: new Date(wallMs).toISOString(),
      },
      config: { revision: 1, state: 'running' },
      sources: sourcesOf(deps),
      channels: channelsOf(deps),
      commands: { last: [] },
      workspaces: [],
    };
  };
}

/** Milliseconds without the fraction that the monotonic clock has: nobody reads microseconds of an age. */
const wholeMs = <T extends object>(part: T): T =>
  Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      key.endsWith('Ms') ? Math.round(value as number) : value,
    ]),
  ) as T;

function sourcesOf({ sources, channels, sampler, clock }: ViewDeps): AgentStatus['sources'] {
  const ageOf = (monoMs: number) => Math.round(clock.monoMs() - monoMs);
  return sources.map((source) => {
    const { lastReadingMonoMs, lastBad, counters, ...status } = source.status();
    const own = channels.all.filter((channel) => channel.source === source.name);
    const folded = own.reduce((sum, { name }) => sum + (sampler.folded.get(name) ?? 0), 0);
    return {
      ...status,
      ...(lastReadingMonoMs !== undefined && { lastReadingAgeMs: ageOf(lastReadingMonoMs) }),
      ...(lastBad && { lastBad: { reason: lastBad.reason, ageMs: ageOf(lastBad.monoMs) } }),
      counters: { ...counters, folded },
    };
  });
}

function channelsOf({ channels, sampler, timebase }: ViewDeps): AgentStatus['channels'] {
  const { shiftSeconds } = timebase.current();
  return channels.all.map(({ name, source, settings }) => {
    const latest = sampler.latest(name);
    return {
      name,
      source,
      ...(settings.unit !== undefined && { unit: settings.unit }),
      ...(latest && { value: latest.value, second: latest.second + shiftSeconds }),
    };
  });
}
