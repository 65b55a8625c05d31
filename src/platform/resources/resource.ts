// Resources: the records of clients and of what holds data, and what goes in and out of the store with them.

import { type Format, isRid } from '../../wire/onep.ts';
import type { ClientKey } from '../auth/client-key.ts';
import type { Desk } from '../context.ts';
import { childKey, publicKey, resourceKey } from '../store/keys.ts';
import type {
  ClientDescription,
  DataportDescription,
  DataruleDescription,
  DispatchDescription,
} from './description.ts';

interface Head {
  readonly rid: string;
  /** The RID of the client that owns it; empty for the root. */
  readonly owner: string;
  /** Unix seconds; `modified` is of the last `update`. */
  readonly created: number;
  readonly modified: number;
}

export interface Client extends Head {
  readonly type: 'client';
  readonly description: ClientDescription;
  readonly key: ClientKey;
}

interface DataHead extends Head {
  /**
   * The client by whose right it takes in the values of other resources (`subscribe`, operands of
   * `preprocess`): who said so last.
   */
  readonly reader: string;
  /** How many subscribe to it, or have been dropped and not yet swept: 0 needs no search. */
  readonly subscribers: number;
}

export interface Dataport extends DataHead {
  readonly type: 'dataport';
  readonly description: DataportDescription;
}

export interface Datarule extends DataHead {
  readonly type: 'datarule';
  readonly description: DataruleDescription;
}

export interface Dispatch extends DataHead {
  readonly type: 'dispatch';
  readonly description: DispatchDescription;
}

/** What holds a series. */
export type DataResource = Dataport | Datarule | Dispatch;

export type Resource = Client | DataResource;

/** The format of its series. A dispatch keeps what it has sent, as text. */
export const formatOf = (resource: DataResource): Format =>
  resource.type === 'dispatch' ? 'string' : resource.description.format;

const nothing = new Uint8Array();

/** The record, whether or not its chain of owners still reaches the root. */
export const readResource = (desk: Desk, rid: string): Promise<Resource | undefined> =>
  isRid(rid) ? desk.docs.get<Resource>(resourceKey(rid)) : Promise.resolve(undefined);

/** Stores a new or changed resource, and its places in the indexes. */
export function putResource(desk: Desk, resource: Resource): void {
  desk.docs.put(resourceKey(resource.rid), resource);
  if (resource.owner !== '') {
    desk.tx.put(childKey(resource.owner, resource.type, resource.rid), nothing);
  }
  const index = publicKey(resource.type, resource.rid);
  if (resource.description.public) desk.tx.put(index, nothing);
  else desk.tx.del(index);
}

/** Gives it another owner. */
export function moveResource(desk: Desk, resource: Resource, owner: string): Resource {
  desk.tx.del(childKey(resource.owner, resource.type, resource.rid));
  const moved: Resource = { ...resource, owner };
  putResource(desk, moved);
  return moved;
}
