// The map of the store's keys; docs/platform-store.md says what lies under each, and why.

import { assert } from '../../core/assert.ts';
import type { KeyRange } from '../../core/ports/ordered-kv.ts';
import type { ResourceType } from '../../wire/onep.ts';
import type { Bell } from '../timers/appointments.ts';

export const formatKey = 'm/format';
/** Never there: see the executor. */
export const probeKey = 'm/probe';
export const resourceKey = (rid: string): string => `r/${rid}`;
export const cikKey = (index: string): string => `k/${index}`;
export const usageKey = (client: string): string => `u/${client}`;
export const seriesKey = (rid: string): string => `s/${rid}`;

export const childrenPrefix = (owner: string, type: ResourceType): string => `c/${owner}/${type}/`;
export const allChildrenPrefix = (owner: string): string => `c/${owner}/`;
export const childKey = (owner: string, type: ResourceType, rid: string): string =>
  `${childrenPrefix(owner, type)}${rid}`;

// Aliases are percent-encoded, so that every key is ASCII and sorts the same everywhere.
export const aliasesPrefix = (client: string): string => `a/${client}/`;
export const aliasKey = (client: string, alias: string): string =>
  `${aliasesPrefix(client)}${encodeURIComponent(alias)}`;

export const namesPrefix = (rid: string): string => `n/${rid}/`;
export const namesByPrefix = (rid: string, client: string): string => `n/${rid}/${client}/`;
export const nameKey = (rid: string, client: string, alias: string): string =>
  `${namesByPrefix(rid, client)}${encodeURIComponent(alias)}`;

export const publicPrefix = (type: ResourceType): string => `p/${type}/`;
export const publicKey = (type: ResourceType, rid: string): string => `${publicPrefix(type)}${rid}`;

export const subscribersPrefix = (source: string): string => `b/${source}/`;
export const subscriberKey = (source: string, subscriber: string): string =>
  `${subscribersPrefix(source)}${subscriber}`;

export const faultsKey = (rid: string): string => `f/${rid}`;
export const ruleStateKey = (rid: string): string => `x/${rid}`;

export const scriptKey = (rid: string): string => `j/${rid}`;
export const livingScriptsPrefix = 'jl/';
export const livingScriptKey = (rid: string): string => `${livingScriptsPrefix}${rid}`;

export const mailboxKey = (dispatch: string): string => `y/${dispatch}`;
export const lettersPrefix = (dispatch: string): string => `o/${dispatch}/`;
export const letterKey = (dispatch: string, number: number): string =>
  lettersPrefix(dispatch) + digits(number);

// Fourteen digits of milliseconds reach as far as ten of seconds.
const msDigits = 14;
export const appointmentsPrefix = (bell: Bell): string => `t/${bell}/`;
export const appointmentKey = (bell: Bell, dueMs: number, rid: string): string =>
  `${appointmentsPrefix(bell)}${String(Math.ceil(dueMs)).padStart(msDigits, '0')}/${rid}`;
export function appointmentOf(key: string): { readonly dueMs: number; readonly rid: string } {
  const [dueMs = '', rid = ''] = key.split('/').slice(2);
  return { dueMs: Number(dueMs), rid };
}

export const garbagePrefix = 'g/';
export const garbageKey = (rid: string): string => `${garbagePrefix}${rid}`;

export const blocksPrefix = (rid: string): string => `d/${rid}/`;
export const blockKey = (rid: string, second: number): string => blocksPrefix(rid) + digits(second);

export const dailyKey = (client: string): string => `ud/${client}`;
export const metersKey = (client: string): string => `i/${client}`;
export const metersPrefix = (client: string): string => `i/${client}/`;
export const meterPrefix = (client: string, metric: string): string =>
  `${metersPrefix(client)}${metric}/`;
export const meterKey = (client: string, metric: string, second: number): string =>
  meterPrefix(client, metric) + digits(second);

const secondDigits = 10;
/** A second in a key: its text sorts as it does. */
function digits(second: number): string {
  assert(second >= 0 && second < 10 ** secondDigits, 'a stored second has ten digits');
  return String(second).padStart(secondDigits, '0');
}

/** What stands behind the last slash: a RID, or the first second of a block as digits. */
export const lastPart = (key: string): string => key.slice(key.lastIndexOf('/') + 1);

/** Everything under a prefix that ends in a slash ('0' is the character after it). */
export const under = (prefix: string): KeyRange => ({
  gte: prefix,
  lt: `${prefix.slice(0, -1)}0`,
});
