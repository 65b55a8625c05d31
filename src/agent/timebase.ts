// Timebase: which second it is, on a machine whose wall clock may be wrong, may step, and may be 1970.
//
// Invariants.
// - Points are given seconds by the anchor of the current epoch and by monotonic time alone: a step of
//   the wall clock moves no point.
// - A second once given never changes. Trust dates a whole epoch by whole seconds, once.
// - The seconds of a new epoch begin above every second given before, unless a trusted clock says
//   otherwise: a device that boots with an old clock loses nothing.
// - An epoch begins with the shift of the one before it, so that its seconds can be compared with those
//   given before: a boot with a clock ahead, once dated, does not make all that follows look like the past.

import { type Epoch, epochWallMs } from '../core/epoch.ts';
import type { Clock } from '../core/ports/clock.ts';
import { done, ok, type Result } from '../core/result.ts';

export type TrustSource = 'system' | 'platform' | 'none';

export interface Timebase {
  /** The epoch that dates what is sensed now. */
  current(): Epoch;
  /** The epoch's second, without its shift, of a moment of this boot. */
  secondOf(monoMs: number): number;
  /** The epoch, once its points have their final dates. */
  dateOf(epochId: number): Epoch | undefined;
  readonly trustedBy: TrustSource;
  /** Looks at the system's word on its clock, and at what was heard; cheap, for the tend loop. */
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

/** The wall time of an epoch without its shift: what its seconds are given by. */
const anchorWallMs = (epoch: Epoch, monoMs: number): number =>
  epoch.wallMs + (monoMs - epoch.monoMs);

/** What somebody said of the time, at a moment of the monotonic clock. */
interface Evidence {
  readonly wallMs: number;
  readonly monoMs: number;
  readonly toleranceMs: number;
}

/** A fresh anchor on the system's clock, lifted above every second that was given before. */
function anchor(
  { clock }: TimebaseDeps,
  previous: Epoch | undefined,
  lastSecond: number | undefined,
): Epoch {
  const trusted = clock.synchronised();
  const shiftSeconds = previous?.shiftSeconds ?? 0;
  const shiftMs = shiftSeconds * 1000;
  const isFree = lastSecond === undefined || trusted;
  const floorMs = isFree ? Number.NEGATIVE_INFINITY : (lastSecond + 1) * 1000 + shiftMs;
  return {
    id: (previous?.id ?? 0) + 1,
    bootId: clock.bootId,
    wallMs: Math.max(clock.wallMs(), floorMs) - shiftMs,
    monoMs: clock.monoMs(),
    trusted,
    shiftSeconds,
  };
}

/** Goes on with the newest epoch when it is of this boot, else begins one. Fails as the store does. */
export async function createTimebase(deps: TimebaseDeps): Promise<Result<Timebase>> {
  const { clock } = deps;
  const epochs = new Map(deps.epochs.map((epoch) => [epoch.id, epoch]));
  const newest = deps.epochs.at(-1);
  let epoch = newest;
  let trustedBy: TrustSource = 'none';
  let heard: Evidence | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  async function adopt(next: Epoch): Promise<Result<void>> {
    const stored = await deps.store(next);
    if (!stored.ok) return stored;
    epochs.set(next.id, next);
    epoch = next;
    return done;
  }

  if (newest?.bootId !== clock.bootId) {
    const begun = await adopt(anchor(deps, newest, deps.lastSecond));
    if (!begun.ok) return begun;
  }
  const current = (): Epoch => epoch as Epoch;
  if (current().trusted) trustedBy = clock.synchronised() ? 'system' : 'platform';

  async function trust({ wallMs, monoMs, toleranceMs }: Evidence, by: TrustSource) {
    const offMs = wallMs - epochWallMs(current(), monoMs);
    const bySeconds = Math.abs(offMs) <= toleranceMs ? 0 : Math.round(offMs / 1000);
    const shiftSeconds = current().shiftSeconds + bySeconds;
    const dated = await adopt({ ...current(), trusted: true, shiftSeconds });
    if (dated.ok) trustedBy = by;
    return dated;
  }

  /** The synchronised system clock stepped away from our anchor: a new epoch follows it. */
  async function follow(): Promise<Result<void>> {
    await deps.flush();
    const begun = await adopt(anchor(deps, current(), undefined));
    if (begun.ok) trustedBy = 'system';
    return begun;
  }

  async function look(): Promise<Result<void>> {
    const monoMs = clock.monoMs();
    const system = { wallMs: clock.wallMs(), monoMs, toleranceMs: stepMs };
    if (!current().trusted) {
      if (clock.synchronised()) return trust(system, 'system');
      return heard ? trust(heard, 'platform') : done;
    }
    const stepped = Math.abs(system.wallMs - epochWallMs(current(), monoMs)) > stepMs;
    return stepped && clock.synchronised() ? follow() : done;
  }

  /** One at a time, or an epoch would be dated twice: by those who speak while the first is stored. */
  function lookInTurn(): Promise<Result<void>> {
    const mine = turn.then(look);
    turn = mine;
    return mine;
  }

  return ok({
    current,
    secondOf: (monoMs) => Math.floor(anchorWallMs(current(), monoMs) / 1000),
    dateOf: (id) => {
      const found = epochs.get(id);
      return found?.trusted ? found : undefined;
    },
    get trustedBy() {
      return trustedBy;
    },
    tend: lookInTurn,
    witness(wallMs, toleranceMs) {
      // Kept, since the store may fail now, and nobody may be asked again before the time is known.
      heard = { wallMs, monoMs: clock.monoMs(), toleranceMs: toleranceMs + slackMs };
      return lookInTurn();
    },
  });
}
