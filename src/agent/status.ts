// The status document: what `/status`, `holdfast status`, the dashboard and `agent_status` show.

import type { FailureKind } from '../core/failure.ts';
import type { Ledger, SourceCounters } from '../core/ledger.ts';
import type { UplinkStatus } from '../uplink/status.ts';

export interface AgentStatus {
  readonly device: string;
  readonly version: string;
  readonly startedAt: string;
  readonly uptimeMs: number;
  readonly ledger: Ledger & { readonly balanced: boolean };
  /** Points that were not delivered, by outcome and reason (`evicted floor`). */
  readonly reasons: Readonly<Record<string, number>>;
  readonly uplink: UplinkStatus;
  readonly buffer: {
    /**
     * `full`: points are evicted. `floor`: the disk has less free than buffer.keepFree. Otherwise the
     * kind of the failure for which the store acknowledges nothing (docs/operating.md).
     */
    readonly state: 'ok' | 'full' | 'floor' | FailureKind;
    /** What is the matter, in one sentence; absent while ok. */
    readonly detail?: string;
    /** What the kept segments take, as stored. */
    readonly bytes: number;
    readonly points: number;
    readonly segments: number;
    /** Of the oldest pending point; 0 when there is none. */
    readonly oldestAgeMs: number;
    /** How long the room left lasts at the present rate of sensing; absent when unknown. */
    readonly roomMs?: number;
  };
  readonly clock: {
    readonly state: 'trusted' | 'untrusted';
    /** Who vouches for it: `system`, `platform`, or nobody yet. */
    readonly source: 'system' | 'platform' | 'none';
    readonly time: string;
  };
  readonly config: { readonly revision: number; readonly state: 'running' };
  readonly sources: readonly {
    readonly name: string;
    readonly kind: string;
    readonly state: string;
    readonly detail?: string;
    readonly lastReadingAgeMs?: number;
    /** The last frame that was no use, and why. */
    readonly lastBad?: { readonly reason: string; readonly ageMs: number };
    readonly counters: SourceCounters;
  }[];
  readonly channels: readonly {
    readonly name: string;
    readonly source: string;
    readonly unit?: string;
    readonly value?: number | string | boolean;
    readonly second?: number;
  }[];
  readonly commands: { readonly last: readonly never[] };
  readonly workspaces: readonly never[];
}
