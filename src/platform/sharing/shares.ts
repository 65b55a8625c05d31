// Shares: codes with which others come to read a resource (seed 003, "Shares and Keys").

import { limits } from '../../core/limits.ts';
import { type Desk, newId } from '../context.ts';
import { meter } from '../metering/meter.ts';
import type { Resource } from '../resources/resource.ts';
import { owners } from '../resources/tree.ts';
import { addUsage } from '../resources/usage.ts';
import { each } from '../store/each.ts';
import { lastPart } from '../store/keys.ts';
import { activationKey, shareKey, shareOfKey, sharesPrefix } from '../store/sharing-keys.ts';
import type { Transaction } from '../store/transaction.ts';

export interface ShareTerms {
  /** For how many seconds the code can be activated. */
  readonly duration: number | 'infinity';
  /** How many times it can be activated. */
  readonly count: number;
  readonly meta: string;
}

interface ShareRecord extends ShareTerms {
  /** The resource that is shared. */
  readonly rid: string;
  /** The code as the vault sealed it. */
  readonly sealed: string;
  readonly created: number;
  /** How often it was activated, deactivated ones included. */
  readonly uses: number;
  /** Who has it active, and since when. */
  readonly activated: readonly (readonly [second: number, client: string])[];
}

export interface Share extends ShareRecord {
  /** The keyed hash of the code: under it the share is found. */
  readonly index: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export async function createShare(
  desk: Desk,
  resource: Resource,
  terms: ShareTerms,
): Promise<string> {
  const code = newId(desk.random);
  const index = desk.vault.index(code);
  const record: ShareRecord = {
    ...terms,
    rid: resource.rid,
    sealed: desk.vault.seal(code, resource.rid),
    created: desk.nowSecond,
    uses: 0,
    activated: [],
  };
  putShare(desk, { ...record, index });
  await addUsage(desk, resource, { share: 1 });
  for (const { rid } of (await owners(desk, resource)) ?? []) await meter(desk, rid, 'share', 1);
  return code;
}

export function putShare(desk: Desk, { index, ...record }: Share): void {
  desk.docs.put(shareKey(index), record);
  desk.tx.put(shareOfKey(record.rid, index), new Uint8Array());
}

/** The share that has this code, whether or not the resource still lives. */
export const findShare = (desk: Desk, code: string): Promise<Share | undefined> =>
  readShare(desk, desk.vault.index(code));

async function readShare(desk: Desk, index: string): Promise<Share | undefined> {
  const record = await desk.docs.get<ShareRecord>(shareKey(index));
  return record && { ...record, index };
}

export async function* sharesOf(desk: Desk, rid: string): AsyncGenerator<Share> {
  for await (const { key } of each(desk.tx, sharesPrefix(rid))) {
    const share = await readShare(desk, lastPart(key));
    if (share) yield share;
  }
}

export const codeOf = (desk: Desk, share: Share): string | undefined =>
  desk.vault.open(share.sealed, share.rid);

/** Whether the code can still be activated. */
export function isOpen(desk: Desk, { uses, count, created, duration }: Share): boolean {
  const over = duration !== 'infinity' && desk.nowSecond >= created + duration;
  return !over && uses < Math.min(count, limits.shareActivations);
}

export async function isActivated(tx: Transaction, client: string, rid: string): Promise<boolean> {
  return (await tx.get(activationKey(client, rid))) !== undefined;
}

export function activateShare(desk: Desk, share: Share, client: string): void {
  const activated = [...share.activated, [desk.nowSecond, client] as const];
  putShare(desk, { ...share, uses: share.uses + 1, activated });
  desk.tx.put(activationKey(client, share.rid), encoder.encode(share.index));
}

/** False when the client has no share of this resource. */
export async function deactivateShare(desk: Desk, client: string, rid: string): Promise<boolean> {
  const index = await desk.tx.get(activationKey(client, rid));
  if (!index) return false;
  const share = await readShare(desk, decoder.decode(index));
  if (share) {
    const activated = share.activated.filter(([, activator]) => activator !== client);
    putShare(desk, { ...share, activated });
  }
  desk.tx.del(activationKey(client, rid));
  return true;
}

/** The code is worth nothing any more, and whoever had activated it reads no further. */
export function removeShare(desk: Desk, { index, rid, activated }: Share): void {
  for (const [, client] of activated) desk.tx.del(activationKey(client, rid));
  desk.tx.del(shareOfKey(rid, index));
  desk.docs.del(shareKey(index));
}

export async function countShares(desk: Desk, rid: string): Promise<number> {
  let count = 0;
  for await (const _ of each(desk.tx, sharesPrefix(rid))) count += 1;
  return count;
}
