// What was reported as committed is pending or on the platform, once, and with one value.

import type { Epoch } from '../../../src/core/epoch.ts';
import type { Value } from '../../../src/core/point.ts';
import type { Told } from '../machines/gateway.ts';
import type { ChannelPlan } from '../world/plan.ts';
import type { World } from '../world/world.ts';
import { demand } from './demand.ts';
import { isSame } from './fold-law.ts';
import { channelsOf, type Holdings } from './holdings.ts';
import type { Inventory } from './store.ts';

/** Where a point will stand on the platform; one without a date yet stands by its epoch. */
interface Place {
  readonly channel: string;
  readonly second: number;
  readonly undated?: number;
}

const keyOf = ({ channel, second, undated }: Place): string => `${channel} ${second} ${undated}`;

function placeOf(channel: string, second: number, epoch: Epoch | undefined): Place {
  if (epoch === undefined || epoch.trusted) {
    return { channel, second: second + (epoch?.shiftSeconds ?? 0) };
  }
  return { channel, second, undated: epoch.id };
}

const onPlatform = (now: Holdings, { channel, second, undated }: Place): unknown =>
  undated === undefined ? now.get(channel)?.get(second) : undefined;

interface Committed extends Told {
  /** The newest epoch when it was told. */
  readonly epoch: number;
}

/**
 * Where a point stands by now. A provisional second was told with the shift that its epoch began with,
 * which is that of the epoch before it.
 */
function placeByNow({ channel, second, provisional, epoch }: Committed, { epochs }: Inventory) {
  if (!provisional) return placeOf(channel, second, undefined);
  const given = second - (epochs.get(epoch - 1)?.shiftSeconds ?? 0);
  return placeOf(channel, given, epochs.get(epoch));
}

export interface CommittedLaw {
  /** How many reported points are neither pending nor on the platform: the account must say why. */
  check(kept: Inventory, now: Holdings): number;
  /** Reported points that the platform did not have when it was last looked at. */
  readonly open: readonly Told[];
}

export function createCommittedLaw({ gateway, plan }: World): CommittedLaw {
  const channels = channelsOf(plan);
  const channelOf = ({ channel }: Place) => channels.get(channel) as ChannelPlan;
  const reported = new Set<string>();
  /** Points that were pending when it was last looked. */
  let waiting = new Map<string, { readonly place: Place; readonly value: Value }>();
  let open: Committed[] = [];

  /** A point that left for the platform arrived as it was. */
  function checkValues(now: Holdings): void {
    for (const { place, value } of waiting.values()) {
      const there = onPlatform(now, place);
      const same = there === undefined || isSame(value, there, channelOf(place));
      demand(same, 'a point has one value', { ...place, value, there });
    }
  }

  function takePending({ pending, epochs }: Inventory): void {
    waiting = new Map();
    for (const { channel, second, epoch, value } of pending) {
      const place = placeOf(channel, second, epochs.get(epoch));
      const key = keyOf(place);
      demand(!waiting.has(key), 'a second is given once', place);
      waiting.set(key, { place, value });
    }
  }

  function takeTold({ epochs }: Inventory): void {
    const epoch = Math.max(...epochs.keys());
    for (const told of gateway.takeTold()) {
      const key = `${told.channel} ${told.second} ${told.provisional ? epoch : ''}`;
      // What a full buffer drops at its door is reported too, and its second may be given again.
      const isNew = !reported.has(key) || plan.maxBytes !== undefined;
      demand(isNew, 'a point is reported once', told);
      reported.add(key);
      open.push({ ...told, epoch });
    }
  }

  return {
    get open() {
      return open;
    },
    check(kept, now) {
      checkValues(now);
      takePending(kept);
      checkValues(now);
      takeTold(kept);
      open = open.filter((point) => onPlatform(now, placeByNow(point, kept)) === undefined);
      return open.filter((point) => !waiting.has(keyOf(placeByNow(point, kept)))).length;
    },
  };
}
