// Timebase: which second it is, on a machine whose wall clock may be wrong, may step, and may be 1970.
//
// Invariants.
// - Points are given seconds by the anchor of the current epoch and by monotonic time alone: a step of
//   the wall clock moves no point.
// - A second once given never changes. Trust dates a whole epoch by whole seconds, once.
// - The seconds of a new epoch begin above every second given before, unless a trusted clock says
//   otherwise: a device that boots with an old clock loses nothing.

import type { Epoch } from '../core/epoch.ts';
import type { Clock } from '../core/ports/clock.ts';
import { done, type Result } from '../core/result.ts';

export type TrustSource = 'system' | 'platform' | 'none';

export interface Timebase {
  /** The epoch that dates what is sensed now. */
  current(): Epoch;
  /** The epoch's second, without its shift, of a moment of this boot. */
  secondOf(monoMs: number): number;
  /** The epoch, once its points have their final dates. */
  dateOf(epochId: number): Epoch | undefined;
  readonly trustedBy: TrustSource;
  /** Looks at the system's word on its clock; cheap, for the tend loop. */
  tend(): Promise<Result<void>>;
  /** Evidence from the platform: its time now, right to within `toleranceMs` either way. */
  witness(wallMs: number, toleranceMs: number): Promise<Result<void>>;
}

export interface TimebaseDeps {
  readonly clock: Clock;
  /** Stored epochs, oldest first. */
  readonly epochs: readonly Epoch[];
  /** The highest second given to any point so far, or undefined. */
  readonly lastSecond: number | undefined;
  /** Durable when it resolves. */
  readonly store: (epoch: Epoch) => Promise<Result<void>>;
  /** Called before a new epoch begins: what was sensed under the old one must be committed under it. */
  readonly flush: () => Promise<void>;
}

/** A system clock this far from our anchor has stepped; below it, it was slewed. */
const stepMs = 1500;

/** What a clock may differ from the platform's beyond the round trip and still count as right. */
const slackMs = 500;

const wallOf = (epoch: Epoch, monoMs: number): number => epoch.wallMs + (monoMs - epoch.monoMs);

/** A fresh anchor on the system's clock, lifted above every second that was given before. */
function anchor(deps: TimebaseDeps, id: number, lastSecond: number | undefined): Epoch {
  const { clock } = deps;
  const trusted = clock.synchronised();
  const floorMs = lastSecond === undefined || trusted ? 0 : (lastSecond + 1) * 1000;
  return {
    id,
    bootId: clock.bootId,
    wallMs: Math.max(clock.wallMs(), floorMs),
    monoMs: clock.monoMs(),
    trusted,
    shiftSeconds: 0,
  };
}

/** Goes on with the newest epoch when it is of this boot, else begins one. Fails as the store does. */
export async function createTimebase(deps: TimebaseDeps): Promise<Result<Timebase>> {
  const epochs = new Map(deps.epochs.map((epoch) => [epoch.id, epoch]));
  const newest = deps.epochs.at(-1);
  let epoch = newest;
  let trustedBy: TrustSource = 'none';

  async function adopt(next: Epoch): Promise<Result<void>> {
    const stored = await deps.store(next);
    if (!stored.ok) return stored;
    epochs.set(next.id, next);
    epoch = next;
    return done;
  }

  if (newest?.bootId !== deps.clock.bootId) {
    const begun = await adopt(anchor(deps, (newest?.id ?? 0) + 1, deps.lastSecond));
    if (!begun.ok) return begun;
  }
  const current = (): Epoch => epoch as Epoch;
  if (current().trusted) trustedBy = deps.clock.synchronised() ? 'system' : 'platform';

  /** Dates the epoch: now is `wallMs`, give or take. */
  async function trust(wallMs: number, toleranceMs: number, by: TrustSource) {
    const offMs = wallMs - wallOf(current(), deps.clock.monoMs());
    const shiftSeconds = Math.abs(offMs) <= toleranceMs ? 0 : Math.round(offMs / 1000);
    const dated = await adopt({ ...current(), trusted: true, shiftSeconds });
    if (dated.ok) trustedBy = by;
    return dated;
  }

  /** The synchronised system clock stepped away from our anchor: a new epoch follows it. */
  async function follow(): Promise<Result<void>> {
    await deps.flush();
    const begun = await adopt(anchor(deps, current().id + 1, undefined));
    if (begun.ok) trustedBy = 'system';
    return begun;
  }

  return {
    ok: true,
    value: {
      current,
      secondOf: (monoMs) => Math.floor(wallOf(current(), monoMs) / 1000),
      dateOf: (id) => {
        const found = epochs.get(id);
        return found?.trusted ? found : undefined;
      },
      get trustedBy() {
        return trustedBy;
      },
      async tend() {
        const { clock } = deps;
        if (!clock.synchronised()) return done;
        if (!current().trusted) return trust(clock.wallMs(), stepMs, 'system');
        const dated = wallOf(current(), clock.monoMs()) + current().shiftSeconds * 1000;
        return Math.abs(clock.wallMs() - dated) > stepMs ? follow() : done;
      },
      async witness(wallMs, toleranceMs) {
        return current().trusted ? done : trust(wallMs, toleranceMs + slackMs, 'platform');
      },
    },
  };
}
