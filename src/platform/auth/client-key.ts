// The key of a client: how its CIK lives and dies (seed 003, activate, deactivate, revoke; checklist O9).

import { type Desk, newId } from '../context.ts';
import { type Client, putResource, readResource } from '../resources/resource.ts';
import { cikKey } from '../store/keys.ts';

export type KeyState = 'notactivated' | 'activated' | 'expired';

export interface ClientKey {
  /** The CIK as the vault sealed it. */
  readonly sealed: string;
  readonly state: KeyState;
  /** Its first use activates it. False once it, or one that it replaces, has been activated. */
  readonly opensByUse: boolean;
  /** The Unix second at which it expires unless it is activated before; null for never. */
  readonly expires: number | null;
}

/** Who a CIK is, under its keyed hash. */
export interface KeyRecord {
  readonly client: string;
}

/** How long a key that replaces another one waits to be activated. */
export const activationSeconds = 86_400;

/** A key that its first use activates, whenever that is. */
export function firstKey(desk: Desk, rid: string, cik: string): ClientKey {
  index(desk, rid, cik);
  const sealed = desk.vault.seal(cik, rid);
  return { sealed, state: 'notactivated', opensByUse: true, expires: null };
}

function index(desk: Desk, rid: string, cik: string): void {
  const record: KeyRecord = { client: rid };
  desk.docs.put(cikKey(desk.vault.index(cik)), record);
}

/** The client whose key this is, whatever the state of the key. */
export async function findByCik(desk: Desk, cik: string): Promise<Client | undefined> {
  const record = await desk.docs.get<KeyRecord>(cikKey(desk.vault.index(cik)));
  const client = record && (await readResource(desk, record.client));
  return client?.type === 'client' ? client : undefined;
}

export const cikOf = (desk: Desk, client: Client): string | undefined =>
  desk.vault.open(client.key.sealed, client.rid);

export function keyState(desk: Desk, { key }: Client): KeyState {
  const late = key.expires !== null && key.expires <= desk.nowSecond;
  return key.state === 'notactivated' && late ? 'expired' : key.state;
}

/** Whether the key lets its client in; a first use may be what activates it. */
export function useKey(desk: Desk, client: Client): boolean {
  const state = keyState(desk, client);
  if (state === 'notactivated' && client.key.opensByUse) activateKey(desk, client);
  return state === 'activated' || (state === 'notactivated' && client.key.opensByUse);
}

export const activateKey = (desk: Desk, client: Client): void =>
  put(desk, client, { state: 'activated', opensByUse: false, expires: null });

/** The key opens nothing any more; another one comes with `replaceKey`. */
export const expireKey = (desk: Desk, client: Client): void =>
  put(desk, client, { state: 'expired' });

/** A new CIK in place of the old one, which nobody knows any more. */
export function replaceKey(desk: Desk, client: Client): string {
  forgetKey(desk, client);
  const cik = newId(desk.random);
  index(desk, client.rid, cik);
  put(desk, client, {
    sealed: desk.vault.seal(cik, client.rid),
    state: 'notactivated',
    expires: desk.nowSecond + activationSeconds,
  });
  return cik;
}

/**
 * A new CIK for a device that fetches it by activating: until then, and after a day without, no key opens
 * this client.
 */
export function awaitActivation(desk: Desk, client: Client): void {
  const key = { ...client.key, opensByUse: false };
  replaceKey(desk, { ...client, key });
}

export function forgetKey(desk: Desk, client: Client): void {
  const cik = cikOf(desk, client);
  if (cik !== undefined) desk.docs.del(cikKey(desk.vault.index(cik)));
}

const put = (desk: Desk, client: Client, change: Partial<ClientKey>): void =>
  putResource(desk, { ...client, key: { ...client.key, ...change } });
