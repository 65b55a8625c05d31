// Holds: channels that the far side would not take, each left alone for a while so that the rest flows.

import type { Failure } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { Random } from '../../core/ports/random.ts';
import { backoffMs } from './backoff.ts';

export interface Holds {
  /** From here on, those whose time has come are tried again. */
  begin(): void;
  /** Whether the channel is to be left out for now. */
  has(channel: string): boolean;
  /** Takes in what a batch showed: these channels were sent, and these of them were held. */
  note(sent: Iterable<string>, held: ReadonlyMap<string, Failure>): void;
  /** Everything was tried: those that were due and had nothing to send are forgotten. */
  end(): void;
  /** Until the first of them may be tried again; undefined when there are none. */
  nextMs(): number | undefined;
  /** Tries all of them again at once. */
  clear(): void;
  readonly count: number;
  /** One of the failures, for people. */
  readonly failure: Failure | undefined;
}

interface Hold {
  readonly failures: number;
  readonly failure: Failure;
  readonly untilMonoMs: number;
  /** Its time has come, and it has not been tried since. */
  due: boolean;
}

export function createHolds(deps: {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
}): Holds {
  const { clock, random, journal } = deps;
  const holds = new Map<string, Hold>();

  const hold = (channel: string, failure: Failure) => {
    const failures = (holds.get(channel)?.failures ?? 0) + 1;
    const untilMonoMs = clock.monoMs() + backoffMs(random, failures, failure);
    holds.set(channel, { failures, failure, untilMonoMs, due: false });
  };

  return {
    begin() {
      for (const hold of holds.values()) hold.due ||= hold.untilMonoMs <= clock.monoMs();
    },
    has: (channel) => holds.get(channel)?.due === false,
    note(sent, held) {
      const fresh = [...held].filter(([channel]) => !holds.has(channel));
      for (const [channel, failure] of held) hold(channel, failure);
      const freed = [...sent].filter((channel) => !held.has(channel) && holds.delete(channel));
      const [first] = fresh;
      if (first) {
        const [channel, { kind, detail }] = first;
        journal.warn('channels held', { channels: fresh.length, channel, kind, detail });
      }
      if (freed[0] !== undefined) {
        journal.info('channels flow again', { channels: freed.length, channel: freed[0] });
      }
    },
    end() {
      for (const [channel, { due }] of holds) if (due) holds.delete(channel);
    },
    nextMs() {
      let next: number | undefined;
      for (const { untilMonoMs } of holds.values()) {
        next = Math.min(next ?? untilMonoMs, untilMonoMs);
      }
      return next === undefined ? undefined : Math.max(0, next - clock.monoMs());
    },
    clear: () => holds.clear(),
    get count() {
      return holds.size;
    },
    get failure() {
      return holds.values().next().value?.failure;
    },
  };
}
