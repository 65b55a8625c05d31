// Shipper: the second loop. It sends what is pending, then sleeps until there is more.
//
// Invariants.
// - It never gives up: every failure ends in another try, at a pace that spares the far side.
// - News of more points do not hurry a try that is being put off; only an operator does.
// - `stop` leaves nothing behind but points that are pending or settled.

import type { Outbox, Settlement } from '../core/batch.ts';
import type { Epoch } from '../core/epoch.ts';
import type { Events } from '../core/events.ts';
import { type Failure, type FailureKind, failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Journal } from '../core/ports/journal.ts';
import type { Random } from '../core/ports/random.ts';
import { done, type Result } from '../core/result.ts';
import { createBell } from './shipping/bell.ts';
import { createHolds, type Holds } from './shipping/holds.ts';
import { createLamp, type Lamp } from './shipping/lamp.ts';
import { createPace, type Pace } from './shipping/pace.ts';
import { createRates, type Rates } from './shipping/rates.ts';
import { createUploads } from './shipping/upload.ts';
import { createVoyage, type Voyage } from './shipping/voyage.ts';
import type { Sink } from './sink.ts';
import type { UplinkStatus } from './status.ts';

export interface ShipperDeps {
  readonly outbox: Outbox;
  readonly sink: Sink;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly events: Events;
}

export interface ShipperOptions {
  /** The epoch, once its points have their final dates; what has none is kept. */
  readonly dateOf: (epoch: number) => Epoch | undefined;
  /** How many points wait in the buffer now. */
  readonly pending: () => number;
}

export interface Shipper {
  start(): void;
  /** There is more to send, or an epoch has its dates. */
  wake(): void;
  pause(): void;
  /** Goes on at once, whatever was being put off. */
  resume(): void;
  /** Awaits what is in flight, at most limits.stopMs. */
  stop(): Promise<void>;
  status(): UplinkStatus;
}

/** While something was delivered this recently, channels that are held do not make the uplink fail. */
const flowMs = 60_000;

export function createShipper(deps: ShipperDeps, options: ShipperOptions): Shipper {
  const { clock, random, sink } = deps;
  const bell = createBell(clock);
  const pace = createPace({ clock, random, bell });
  const lamp = createLamp(deps);
  const holds = createHolds(deps);
  const rates = createRates(clock, options.pending);
  const cut = new AbortController();
  let greeted = false;
  let paused = false;
  let stopping = false;
  let loop: Promise<void> = Promise.resolve();

  const uploads = createUploads({
    outbox: deps.outbox,
    sink,
    holds,
    settled: (settled) => report(settled, { ...deps, lamp, rates }),
    signal: cut.signal,
  });
  const goOn = () => !paused && !stopping;
  const voyage = createVoyage({ ...options, outbox: deps.outbox, uploads, holds, goOn });

  async function turn(): Promise<Result<void>> {
    if (!greeted) {
      const met = await sink.greet(cut.signal);
      if (!met.ok) return met;
      greeted = true;
      lamp.online();
    }
    const sailed = await voyage.sail();
    const trouble = sailed.ok && troubleOf(voyage, holds, rates);
    if (trouble) lamp.waits(trouble);
    return sailed;
  }

  async function run(): Promise<void> {
    while (!stopping) {
      const outcome = paused ? done : await turn();
      if (outcome.ok) {
        pace.reset();
        await bell.wait(paused ? undefined : holds.nextMs());
      } else if (goOn()) {
        // Another key may be that of another client, which has none of our dataports yet.
        if (outcome.failure.kind === 'unauthorised') greeted = false;
        tell(outcome.failure, pace, lamp, deps.journal);
        await pace.rest(outcome.failure);
      }
    }
  }

  return {
    start() {
      loop = run();
    },
    wake: bell.ring,
    pause() {
      paused = true;
      lamp.pause();
      bell.alarm();
    },
    resume() {
      paused = false;
      greeted = false;
      pace.reset();
      holds.clear();
      lamp.resume();
      bell.alarm();
    },
    async stop() {
      stopping = true;
      bell.alarm();
      const timer = clock.after(limits.stopMs, () => cut.abort());
      await loop;
      timer.cancel();
    },
    status: () => statusOf(lamp, holds, rates, { clock, pace, sink }),
  };
}

/** Trouble of our own store: it says nothing about the far side. */
const ofStore: ReadonlySet<FailureKind> = new Set(['store', 'disk-full', 'corrupt', 'io']);

function tell(reason: Failure, pace: Pace, lamp: Lamp, journal: Journal): void {
  if (!ofStore.has(reason.kind)) lamp.failed(reason);
  else if (pace.failures === 0) journal.warn('outbox failing', { detail: reason.detail });
}

/** What stands in the way although no request failed. */
function troubleOf(voyage: Voyage, holds: Holds, rates: Rates): Failure | undefined {
  if (voyage.waitsForClock) return failure('clock', 'points wait until the time is known');
  const flows = (rates.lastDeliveryAgeMs ?? Number.POSITIVE_INFINITY) < flowMs;
  return flows ? undefined : holds.failure;
}

/** Tells everybody who wants to know what became durable. */
function report(
  settled: readonly Settlement[],
  to: {
    readonly journal: Journal;
    readonly events: Events;
    readonly lamp: Lamp;
    readonly rates: Rates;
  },
): void {
  to.lamp.online();
  const points = { delivered: 0, rejected: 0, thinned: 0 };
  for (const { outcome, count } of settled) points[outcome] += count;
  if (points.delivered > 0) to.rates.delivered(points.delivered);
  if (points.rejected > 0) {
    const reason = settled.find(({ outcome }) => outcome === 'rejected')?.reason;
    to.journal.warn('points rejected', { points: points.rejected, reason });
  }
  for (const [outcome, count] of Object.entries(points)) {
    if (count > 0) to.events.emit('settled', { outcome, points: count });
  }
}

function statusOf(
  lamp: Lamp,
  holds: Holds,
  rates: Rates,
  { clock, pace, sink }: { readonly clock: Clock; readonly pace: Pace; readonly sink: Sink },
): UplinkStatus {
  const heldDetail = holds.failure && `${holds.count} channels wait: ${holds.failure.detail}`;
  const detail = lamp.state === 'paused' ? undefined : (lamp.failure?.detail ?? heldDetail);
  const { lastDeliveryAgeMs } = rates;
  const retryInMs = pace.retryInMs ?? (lamp.state === 'online' ? undefined : holds.nextMs());
  const drainMs = rates.drainMs();
  return {
    state: lamp.state,
    ...(detail !== undefined && { detail }),
    sinceMs: clock.monoMs() - lamp.sinceMonoMs,
    ...(retryInMs !== undefined && { retryInMs }),
    failures: pace.failures,
    requests: sink.requests,
    ...(lastDeliveryAgeMs !== undefined && { lastDeliveryAgeMs }),
    rate: rates.perSecond(),
    ...(drainMs !== undefined && { drainMs }),
  };
}
