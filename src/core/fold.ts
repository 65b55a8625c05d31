// Fold: one value per channel and whole second, decided before a point is stored and fixed for ever.

import { limits } from './limits.ts';
import type { Column, Value } from './point.ts';

/** What a channel faster than 1 Hz becomes. `spill` keeps all values, in the next free seconds. */
export const foldPolicies = ['last', 'mean', 'min', 'max', 'first', 'spill'] as const;
export type FoldPolicy = (typeof foldPolicies)[number];

export interface FoldDeps {
  /** Asked once, when the first reading of a channel comes. */
  policy(channel: string): FoldPolicy;
  /** Whether the channel carries whole numbers: then a mean is rounded here, before it is fixed. */
  whole?(channel: string): boolean;
  /** The last second that the channel was ever given, also by earlier processes; asked once. */
  mark(channel: string): number | undefined;
}

/** What did not become a point of its own, since the last time somebody asked. */
export interface FoldCounts {
  /** Readings merged into another reading of their second, by channel; only those above zero. */
  readonly folded: ReadonlyMap<string, number>;
  /** Readings whose second was handed out before: the ledger counts them as thinned. */
  readonly collisions: number;
  /** Readings of channels beyond limits.channels. */
  readonly refused: number;
}

/**
 * Invariant: no (channel, second) is handed out twice, and none at or below the channel's mark; the
 * seconds of a channel only ascend.
 */
export interface Fold {
  /** `second` is Unix time, whole. */
  add(channel: string, second: number, value: Value): void;
  /**
   * Takes the points of all seconds below `beforeSecond`, one column a channel. Spilled points come
   * at once, although their seconds lie up to limits.spillSeconds ahead: they will not change any
   * more, and what waits in memory would be lost with the power.
   */
  close(beforeSecond: number): readonly Column[];
  /** Takes everything, the running second included: for a stop. */
  flush(): readonly Column[];
  /** Reads the counts and sets them to zero. */
  counts(): FoldCounts;
}

/** The readings of one second, merged so far. */
interface Slot {
  readonly second: number;
  value: Value;
  count: number;
  /** Whether all of them were numbers: only then can there be a mean, a least or a greatest. */
  numeric: boolean;
}

interface ChannelState {
  readonly policy: FoldPolicy;
  readonly rounds: boolean;
  mark: number;
  /** Ascending; a second or two, since close comes every window. */
  slots: Slot[];
  folded: number;
}

const newSlot = (second: number, value: Value): Slot => ({
  second,
  value,
  count: 1,
  numeric: typeof value === 'number',
});

function merge(policy: FoldPolicy, slot: Slot, value: Value): void {
  slot.count += 1;
  if (policy === 'first') return;
  slot.numeric &&= typeof value === 'number';
  const merged = slot.numeric ? mergeNumbers(policy, slot, value as number) : value;
  slot.value = merged;
}

function mergeNumbers(policy: FoldPolicy, slot: Slot, value: number): number {
  const sofar = slot.value as number;
  if (policy === 'min') return Math.min(sofar, value);
  if (policy === 'max') return Math.max(sofar, value);
  if (policy === 'last') return value;
  // A running mean: equal readings give exactly their value, and the sum cannot overflow.
  const step = (value - sofar) / slot.count;
  return Number.isFinite(step) ? sofar + step : sofar - sofar / slot.count + value / slot.count;
}

/** Where `second` is, or would be put, in the ascending slots: mostly at the end. */
function position(slots: readonly Slot[], second: number): number {
  let at = slots.length;
  while (at > 0 && (slots[at - 1] as Slot).second >= second) at -= 1;
  return at;
}

/** The column of the slots below `before`, which are taken out; undefined when there are none. */
function take(channel: string, state: ChannelState, before: number): Column | undefined {
  const { slots } = state;
  const count = state.policy === 'spill' ? slots.length : position(slots, before);
  if (count === 0) return undefined;
  const seconds = new Array<number>(count);
  const values = new Array<Value>(count);
  for (let i = 0; i < count; i += 1) {
    const slot = slots[i] as Slot;
    seconds[i] = slot.second;
    values[i] = state.rounds && slot.numeric ? Math.round(slot.value as number) : slot.value;
  }
  state.mark = seconds[count - 1] as number;
  state.slots = slots.slice(count);
  return { channel, seconds, values };
}

/** False when there is no free second left within reach. */
function spill(state: ChannelState, second: number, value: Value): boolean {
  const { slots } = state;
  let free = Math.max(second, state.mark + 1);
  let at = position(slots, free);
  while (slots[at]?.second === free) {
    free += 1;
    at += 1;
  }
  if (free - second > limits.spillSeconds) return false;
  slots.splice(at, 0, newSlot(free, value));
  return true;
}

/** False when the second was handed out before. */
function put(state: ChannelState, second: number, value: Value): boolean {
  if (state.policy === 'spill') return spill(state, second, value);
  if (second <= state.mark) return false;
  const { slots } = state;
  const at = position(slots, second);
  const slot = slots[at];
  if (slot?.second === second) {
    merge(state.policy, slot, value);
    state.folded += 1;
  } else {
    slots.splice(at, 0, newSlot(second, value));
  }
  return true;
}

export function createFold(deps: FoldDeps): Fold {
  const channels = new Map<string, ChannelState>();
  let collisions = 0;
  let refused = 0;

  function open(channel: string): ChannelState | undefined {
    if (channels.size >= limits.channels) return undefined;
    const mark = deps.mark(channel) ?? Number.NEGATIVE_INFINITY;
    const policy = deps.policy(channel);
    const rounds = policy === 'mean' && deps.whole?.(channel) === true;
    const state: ChannelState = { policy, rounds, mark, slots: [], folded: 0 };
    channels.set(channel, state);
    return state;
  }

  function close(before: number): readonly Column[] {
    const columns: Column[] = [];
    for (const [channel, state] of channels) {
      const column = take(channel, state, before);
      if (column !== undefined) columns.push(column);
    }
    return columns;
  }

  return {
    add(channel, second, value) {
      const state = channels.get(channel) ?? open(channel);
      if (state === undefined) refused += 1;
      else if (!put(state, second, value)) collisions += 1;
    },
    close,
    flush: () => close(Number.POSITIVE_INFINITY),
    counts() {
      const folded = new Map<string, number>();
      for (const [channel, state] of channels) {
        if (state.folded > 0) folded.set(channel, state.folded);
        state.folded = 0;
      }
      const counts = { folded, collisions, refused };
      collisions = 0;
      refused = 0;
      return counts;
    },
  };
}
