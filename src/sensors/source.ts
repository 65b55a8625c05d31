// Source: something that senses. It pushes readings; the agent decides what becomes of them.

import type { SourceCounters } from '../core/ledger.ts';
import type { Reading } from '../core/point.ts';
import type { ByteLinks } from '../core/ports/byte-link.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Cron } from '../core/ports/cron.ts';
import type { Files } from '../core/ports/files.ts';
import type { Journal } from '../core/ports/journal.ts';
import type { Pins } from '../core/ports/pins.ts';
import type { Random } from '../core/ports/random.ts';
import type { LastFault } from './faults.ts';

/** `waiting`: the device is not there, or busy, and the source tries again by itself. */
export type SourceState = 'starting' | 'running' | 'waiting' | 'stopped';

export interface SourceStatus {
  readonly name: string;
  readonly kind: string;
  readonly state: SourceState;
  /** Why it waits, in one sentence for a person. */
  readonly detail?: string;
  /** When the last reading came, on the monotonic clock; undefined before the first. */
  readonly lastReadingMonoMs?: number;
  /** The last frame that was no use; undefined as long as all were. */
  readonly lastBad?: LastFault;
  /** `folded` is counted by the agent and always 0 here. */
  readonly counters: SourceCounters;
}

/** What every source may use. Natives behind these ports load only when a source first calls them. */
export interface SourceDeps {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly cron: Cron;
  readonly links: ByteLinks;
  readonly pins: Pins;
  readonly files: Files;
  /** Takes readings that passed the channel's filters. Never fails and never waits. */
  readonly push: (readings: readonly Reading[]) => void;
  /** Tells of a change of state; the source still answers `status()`. */
  readonly changed: (status: SourceStatus) => void;
}

/**
 * Contract. `start` returns at once and never fails: what cannot be opened yet is opened later, and
 * `status` says why it waits. After `stop` resolves nothing is pushed. Both are idempotent. A source
 * never throws into its caller, and bad bytes cost only themselves.
 */
export interface Source {
  readonly name: string;
  readonly kind: string;
  start(): void;
  stop(): Promise<void>;
  status(): SourceStatus;
}
