// The model of the boundary test: a tree of clients with what they have, and who may do what to it.
//
// It is written from the documents alone and knows nothing of the store: sets and parents, no indexes.

export interface ClientModel {
  readonly kind: 'client';
  readonly rid: string;
  readonly cik: string;
  /** Undefined for those at the top, whom the root owns. */
  owner: ClientModel | undefined;
}

export interface DataModel {
  readonly kind: 'data';
  readonly rid: string;
  owner: ClientModel;
  isPublic: boolean;
  /** What it takes in, and by whose right. */
  source: DataModel | undefined;
  reader: ClientModel;
  /** The values that it holds; each was written once, to one resource, and names itself. */
  readonly values: Set<string>;
}

export interface ShareModel {
  readonly code: string;
  readonly data: DataModel;
  readonly count: number;
  uses: number;
  readonly holders: Set<ClientModel>;
}

export interface TokenModel {
  readonly token: string;
  readonly client: ClientModel;
  readonly named: DataModel | ClientModel;
  readonly rights: readonly ('read' | 'write')[];
}

export interface AliasModel {
  readonly client: ClientModel;
  readonly name: string;
  readonly data: DataModel;
}

export interface Model {
  readonly clients: Set<ClientModel>;
  readonly data: Set<DataModel>;
  readonly shares: Set<ShareModel>;
  readonly tokens: Set<TokenModel>;
  readonly aliases: Set<AliasModel>;
}

export const newModel = (): Model => ({
  clients: new Set(),
  data: new Set(),
  shares: new Set(),
  tokens: new Set(),
  aliases: new Set(),
});

/** Whether the client is the other one, or above it. */
export function rules(client: ClientModel, other: ClientModel | undefined): boolean {
  for (let at = other; at; at = at.owner) if (at === client) return true;
  return false;
}

export const activated = (model: Model, client: ClientModel, data: DataModel): boolean =>
  [...model.shares].some((share) => share.data === data && share.holders.has(client));

export const mayRead = (model: Model, client: ClientModel, data: DataModel): boolean =>
  rules(client, data.owner) || data.isPublic || activated(model, client, data);

/** Whether the token holds a right to the resource now. */
export function tokenHolds(
  { client, named, rights }: TokenModel,
  data: DataModel,
  right: 'read' | 'write',
): boolean {
  const covers = named.kind === 'data' ? named === data : rules(named, data.owner);
  return rights.includes(right) && covers && rules(client, data.owner);
}

/** A value that is written to a resource, and to all that take it in and still may. */
export function flow(model: Model, data: DataModel, value: string, past: readonly DataModel[]) {
  if (past.includes(data)) return;
  data.values.add(value);
  for (const taker of model.data) {
    if (taker.source !== data) continue;
    const reader = rules(taker.reader, taker.owner) ? taker.reader : taker.owner;
    if (mayRead(model, reader, data)) flow(model, taker, value, [...past, data]);
  }
}

/** Everything of a client and below it goes. */
export function dropClient(model: Model, client: ClientModel): void {
  const gone = [...model.clients].filter((other) => rules(client, other));
  for (const data of [...model.data]) if (gone.includes(data.owner)) dropData(model, data);
  for (const other of gone) {
    model.clients.delete(other);
    for (const share of model.shares) share.holders.delete(other);
    for (const token of [...model.tokens]) if (token.client === other) model.tokens.delete(token);
  }
}

export function dropData(model: Model, data: DataModel): void {
  model.data.delete(data);
  for (const share of [...model.shares]) if (share.data === data) model.shares.delete(share);
}
