// Pipeline: the whole agent on one screen. Start goes against the stream, so that every stage finds
// the next one ready; stop goes with it, so that nothing is left on the way.

import type { Log } from '../buffer/log.ts';
import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Source } from '../sensors/source.ts';
import type { Shipper } from '../uplink/shipper.ts';
import type { Sampler } from './sampler.ts';
import type { StartMode } from './supervisor.ts';

export interface Stages {
  readonly sources: readonly Source[];
  readonly sampler: Sampler;
  readonly log: Log;
  readonly shipper: Shipper;
}

export interface Pipeline {
  /** In safe mode without the sources. */
  start(mode: StartMode): void;
  startSources(): void;
  /** Senses no more; what was sensed is committed and goes on being shipped. */
  stopSources(): Promise<void>;
  /** Sensed points are committed; the request in flight is awaited; the platform is not. */
  stop(): Promise<void>;
}

/** Nothing flows before `start`. */
export function createPipeline(clock: Clock, stages: Stages): Pipeline {
  const { sources, sampler, log, shipper } = stages;
  const startSources = () => {
    for (const source of sources) source.start();
  };
  const stopSources = async () => {
    // One that does not end must not cost the points of the others.
    const patience = new AbortController();
    const all = Promise.all(sources.map((source) => source.stop()));
    await Promise.race([all, clock.sleep(limits.stopSourcesMs, patience.signal)]);
    patience.abort();
    await sampler.flush();
  };
  return {
    start(mode) {
      shipper.start();
      sampler.start();
      if (mode === 'normal') startSources();
    },
    startSources,
    stopSources,
    async stop() {
      await stopSources();
      await sampler.stop();
      await shipper.stop();
      await log.close();
    },
  };
}
