// Context: what a procedure of one request works with.

import type { Random } from '../core/ports/random.ts';
import type { Rights } from './auth/grants.ts';
import type { Vault } from './auth/vault.ts';
import type { Documents } from './store/documents.ts';
import type { Transaction } from './store/transaction.ts';
import type { Bell } from './timers/appointments.ts';

/** The newest point that a request put into a series, its value as JSON text. */
export interface News {
  readonly second: number;
  readonly valueText: string;
}

/** Which recorded points go on to subscribers: those newer than all that was stored, all, or none (ruling 2). */
export type Recorded = 'newer' | 'all' | 'none';

/** A request before it is known who calls. */
export interface Desk {
  readonly tx: Transaction;
  readonly docs: Documents;
  /** The server's time at the start of the request: one time for all its calls. Unix seconds. */
  readonly nowSecond: number;
  /** The same, to the millisecond. */
  readonly nowMs: number;
  readonly random: Random;
  readonly recorded: Recorded;
  readonly vault: Vault;
  /** By RID: told to those who wait, once it is durable. */
  readonly news: Map<string, News>;
  /** The earliest appointment that was set of each bell, in wall clock milliseconds. */
  readonly appointments: Map<Bell, number>;
  /** RIDs of scripts that begin or end with this transaction; undefined where none are run. */
  readonly scripts: Set<string> | undefined;
  /** RIDs that were dropped, and whose data waits to be swept. */
  readonly garbage: Set<string>;
}

export interface Context extends Desk {
  /** The RID of the calling client. */
  readonly caller: string;
  /** What a token may do, and nothing else; undefined for who has a CIK. */
  readonly rights?: Rights | undefined;
  /** Whether somebody has set a limit to the calls of the client. */
  readonly metered: boolean;
}

const idBytes = 20;
/** A new RID or CIK: 40 hex digits. */
export const newId = (random: Random): string => Buffer.from(random.bytes(idBytes)).toString('hex');
