// Trace: the last seconds of every channel, remembered from one status document to the next.

import type { AgentStatus } from '../../agent/status.ts';
import type { Value } from '../../core/point.ts';

export interface Trace {
  add(status: AgentStatus): void;
  /** The value that a channel had in each of the last seconds, by second. */
  of(channel: string): ReadonlyMap<number, Value>;
}

/** Remembers `seconds` seconds of each channel. */
export function createTrace(seconds: number): Trace {
  const channels = new Map<string, Map<number, Value>>();
  return {
    add(status) {
      for (const { name, value, second } of status.channels) {
        if (value === undefined || second === undefined) continue;
        const values = channels.get(name) ?? new Map<number, Value>();
        channels.set(name, values.set(second, value));
        for (const old of values.keys()) if (old <= second - seconds) values.delete(old);
      }
    },
    of: (channel) => channels.get(channel) ?? new Map(),
  };
}

/** The Unix second of the oldest point that still waits; Infinity when none does. */
export const firstPending = ({ ledger, buffer, clock }: AgentStatus): number =>
  ledger.pending === 0
    ? Number.POSITIVE_INFINITY
    : Math.floor((Date.parse(clock.time) - buffer.oldestAgeMs) / 1000);
