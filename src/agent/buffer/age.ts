// Age: how long ago a point was sensed, at the least: what is not known for sure makes no point older.

import { type Epoch, epochWallMs } from '../../core/epoch.ts';
import type { Clock } from '../../core/ports/clock.ts';

/** The moment of a point, as the buffer knows it. */
export interface Moment {
  readonly epoch: number;
  /** Under its epoch, without the shift. */
  readonly second: number;
}

/**
 * The age in milliseconds; negative for a point ahead of its clock. Points of this boot are timed by
 * the monotonic clock, those of dated epochs by the wall clock once it is trusted. Any other point is
 * as old as what is known to have come after it: this boot, or the beginning of a later dated epoch.
 *
 * @param epochs all that are stored, in any order
 */
export function ageMs(clock: Clock, epochs: readonly Epoch[], { epoch, second }: Moment): number {
  const ages = createAges(clock, epochs);
  const own = epochs.find(({ id }) => id === epoch);
  // A point may lie anywhere in its second: the end makes it youngest.
  const known = own && ages.at(own, (second + 1) * 1000);
  if (known !== undefined) return known;
  const later = epochs.filter(({ id }) => id > epoch);
  return later.reduce((oldest, next) => Math.max(oldest, ages.beginning(next) ?? 0), 0);
}

function createAges(clock: Clock, epochs: readonly Epoch[]) {
  const monoMs = clock.monoMs();
  const isOurs = ({ bootId }: Epoch) => bootId === clock.bootId;
  const current = epochs.filter(isOurs).reduce<Epoch | undefined>(newer, undefined);
  const nowMs = current?.trusted ? epochWallMs(current, monoMs) : undefined;

  /** Of a moment that is `wallMs` under the epoch, without its shift; undefined when nobody knows. */
  function at(epoch: Epoch, wallMs: number): number | undefined {
    if (isOurs(epoch)) return monoMs - (epoch.monoMs + (wallMs - epoch.wallMs));
    if (!epoch.trusted || nowMs === undefined) return undefined;
    return nowMs - (wallMs + epoch.shiftSeconds * 1000);
  }

  return {
    at,
    /** What came before an epoch of this boot, in another boot, is older than this boot. */
    beginning: (epoch: Epoch) => (isOurs(epoch) ? monoMs : at(epoch, epoch.wallMs)),
  };
}

const newer = (newest: Epoch | undefined, epoch: Epoch): Epoch =>
  newest && newest.id > epoch.id ? newest : epoch;
