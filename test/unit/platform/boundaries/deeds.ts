// Deeds of the boundary test: each is tried on the platform, whoever tries it, and has to end as the model says.

import assert from 'node:assert/strict';
import type { RpcAuth } from '../../../../src/wire/jsonrpc.ts';
import { type TestPlatform, unlimited } from '../../../support/onep.ts';
import {
  activated,
  type ClientModel,
  type DataModel,
  dropClient,
  dropData,
  flow,
  type Model,
  mayRead,
  rules,
  type ShareModel,
  tokenHolds,
} from './model.ts';

export interface World {
  readonly platform: TestPlatform;
  readonly model: Model;
  /** How many attempts were judged. */
  readonly tally: { cases: number; refused: number };
}

/** Chooses one of a set by any number; undefined when it is empty. */
export type Pick = <T>(from: ReadonlySet<T>) => T | undefined;

type Deed = (world: World, pick: Pick) => Promise<void>;

/**
 * Every other time somebody of whom it holds, if there is one, else anybody: deeds that succeed make the
 * next ones worth trying.
 */
function pickMostly<T>(
  pick: Pick,
  from: ReadonlySet<T>,
  holds: (one: T) => boolean,
): T | undefined {
  const fit = new Set([...from].filter(holds));
  const anybody = fit.size === 0 || pick(new Set([true, false])) === true;
  return pick(anybody ? from : fit);
}

/** Somebody, mostly of those who rule. */
const pickRuler = ({ model }: World, pick: Pick, owner: ClientModel | undefined) =>
  pickMostly(pick, model.clients, (client) => rules(client, owner));

/** Whether a client may read what it does not rule. */
const isGuest = ({ model }: World, client: ClientModel, data: DataModel): boolean =>
  !rules(client, data.owner) && mayRead(model, client, data);

/** Carries out one call, which has to be ok exactly when it is allowed. Answers the result. */
export async function attempt(
  { platform, tally }: World,
  auth: RpcAuth,
  call: readonly unknown[],
  allowed: boolean,
): Promise<unknown> {
  const [answer] = await platform.rpc(auth, call);
  tally.cases += 1;
  if (!allowed) tally.refused += 1;
  assert.equal(
    answer?.status === 'ok',
    allowed,
    `${JSON.stringify(call)}: ${JSON.stringify(answer)}`,
  );
  if (!allowed) assert.equal(answer?.result, undefined);
  return answer?.result;
}

const write: Deed = async (world, pick) => {
  const sources = new Set([...world.model.data].map(({ source }) => source));
  const data = pickMostly(pick, world.model.data, (one) => sources.has(one));
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data) return;
  const value = `value ${world.tally.cases}`;
  const allowed = rules(actor, data.owner);
  await world.platform.clock.advance(1000);
  await attempt(world, actor, ['write', data.rid, value], allowed);
  if (allowed) flow(world.model, data, value, []);
};

const share: Deed = async (world, pick) => {
  const data = pick(world.model.data);
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data) return;
  const allowed = rules(actor, data.owner);
  const code = await attempt(world, actor, ['share', data.rid, { count: 2 }], allowed);
  if (!allowed) return;
  world.model.shares.add({ code: String(code), data, count: 2, uses: 0, holders: new Set() });
};

const activate: Deed = async (world, pick) => {
  const code = pick(world.model.shares);
  const actor = pickMostly(pick, world.model.clients, (one) => !rules(one, code?.data.owner));
  if (!actor || !code) return;
  const allowed = code.uses < code.count && !activated(world.model, actor, code.data);
  await attempt(world, actor, ['activate', 'share', code.code], allowed);
  if (!allowed) return;
  code.uses += 1;
  code.holders.add(actor);
};

const deactivate: Deed = async (world, pick) => {
  const actor = pick(world.model.clients);
  const data = pickMostly(pick, world.model.data, (one) => !!actor && isGuest(world, actor, one));
  if (!actor || !data) return;
  const allowed = activated(world.model, actor, data);
  await attempt(world, actor, ['deactivate', 'share', data.rid], allowed);
  for (const code of world.model.shares) if (code.data === data) code.holders.delete(actor);
};

const revoke: Deed = async (world, pick) => {
  const code = pick(world.model.shares);
  const actor = pickRuler(world, pick, code?.data.owner);
  if (!actor || !code) return;
  const allowed = rules(actor, code.data.owner);
  await attempt(world, actor, ['revoke', 'share', code.code], allowed);
  if (allowed) world.model.shares.delete(code);
};

const publish: Deed = async (world, pick) => {
  const data = pick(world.model.data);
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data) return;
  const allowed = rules(actor, data.owner);
  await attempt(world, actor, ['update', data.rid, { public: !data.isPublic }], allowed);
  if (allowed) data.isPublic = !data.isPublic;
};

const subscribe: Deed = async (world, pick) => {
  const taker = pick(world.model.data);
  const actor = pickRuler(world, pick, taker?.owner);
  const guests = [...world.model.data].filter((one) => actor && isGuest(world, actor, one));
  const source = pickMostly(pick, world.model.data, (one) =>
    guests.length > 0
      ? guests.includes(one)
      : one !== taker && rules(actor ?? one.owner, one.owner),
  );
  if (!actor || !taker || !source) return;
  const allowed =
    rules(actor, taker.owner) && taker !== source && mayRead(world.model, actor, source);
  await attempt(world, actor, ['update', taker.rid, { subscribe: source.rid }], allowed);
  if (allowed) Object.assign(taker, { source, reader: actor });
};

const grant: Deed = async (world, pick) => {
  const client = pick(world.model.clients);
  const actor = pickRuler(world, pick, client);
  const named = pick<DataModel | ClientModel>(
    new Set([...world.model.data, ...world.model.clients]),
  );
  if (!actor || !client || !named) return;
  const below = named.kind === 'data' ? named.owner : named;
  const allowed = rules(actor, client) && rules(client, below);
  const rights = pick(new Set([['read'], ['read'], ['read', 'write'], ['write']] as const)) ?? [];
  const call = ['grant', client.rid, { [named.rid]: rights }, { ttl: 1_000_000 }];
  const token = await attempt(world, actor, call, allowed);
  if (allowed) world.model.tokens.add({ token: String(token), client, named, rights });
};

const useToken: Deed = async (world, pick) => {
  const [token, data] = [pick(world.model.tokens), pick(world.model.data)];
  if (!token || !data) return;
  const auth = { token: token.token };
  const reads = tokenHolds(token, data, 'read') || data.isPublic;
  await attempt(world, auth, ['read', data.rid, {}], reads);
  const value = `value ${world.tally.cases}`;
  const writes = tokenHolds(token, data, 'write');
  await world.platform.clock.advance(1000);
  await attempt(world, auth, ['write', data.rid, value], writes);
  if (writes) flow(world.model, data, value, []);
  await attempt(world, auth, ['drop', data.rid], false);
  await attempt(world, auth, ['share', data.rid, {}], false);
  await attempt(world, auth, ['create', 'clone', { rid: data.rid }], false);
};

const map: Deed = async (world, pick) => {
  const actor = pick(world.model.clients);
  const data = pickMostly(pick, world.model.data, (one) => !!actor && isGuest(world, actor, one));
  if (!actor || !data) return;
  const name = `name ${world.tally.cases}`;
  const allowed = mayRead(world.model, actor, data);
  await attempt(world, actor, ['map', 'alias', data.rid, name], allowed);
  if (allowed) world.model.aliases.add({ client: actor, name, data });
};

/** A name gives no right: it leads where it led, as long as one may go there. */
const useAlias: Deed = async (world, pick) => {
  const alias = pick(world.model.aliases);
  if (!alias || !world.model.clients.has(alias.client)) return;
  const ref = { alias: alias.name };
  const { client, data } = alias;
  if (!world.model.data.has(data)) return;
  const found = await world.platform.rpc(client, ['lookup', 'aliased', alias.name]);
  if (found[0]?.status === 'invalid') return; // taken away by a move
  await attempt(world, client, ['read', ref, {}], mayRead(world.model, client, data));
  if (!rules(client, data.owner)) await attempt(world, client, ['write', ref, 'x'], false);
};

async function addCopy(world: World, original: DataModel, owner: ClientModel, rid: unknown) {
  const { source, values } = original;
  const copy = { source, reader: owner, isPublic: original.isPublic, values: new Set(values) };
  world.model.data.add({ kind: 'data', rid: String(rid), owner, ...copy });
}

const clone: Deed = async (world, pick) => {
  const data = pick(world.model.data);
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data) return;
  const allowed = rules(actor, data.owner);
  const rid = await attempt(world, actor, ['create', 'clone', { rid: data.rid }], allowed);
  if (allowed) await addCopy(world, data, actor, rid);
};

const cloneByCode: Deed = async (world, pick) => {
  const [actor, code] = [pick(world.model.clients), pick<ShareModel>(world.model.shares)];
  if (!actor || !code) return;
  const allowed = code.uses === 0;
  const rid = await attempt(world, actor, ['create', 'clone', { code: code.code }], allowed);
  if (allowed) await addCopy(world, code.data, actor, rid);
};

const moveData: Deed = async (world, pick) => {
  const [data, dest] = [pick(world.model.data), pick(world.model.clients)];
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data || !dest) return;
  const allowed = rules(actor, data.owner) && rules(actor, dest);
  await attempt(world, actor, ['move', data.rid, dest.rid], allowed);
  if (allowed) data.owner = dest;
};

const moveClient: Deed = async (world, pick) => {
  const [client, dest] = [pick(world.model.clients), pick(world.model.clients)];
  const actor = pickRuler(world, pick, client?.owner);
  if (!actor || !client || !dest) return;
  const ruled = actor !== client && rules(actor, client) && rules(actor, dest);
  const allowed = ruled && !rules(client, dest);
  await attempt(world, actor, ['move', client.rid, dest.rid], allowed);
  if (allowed) client.owner = dest;
};

const drop: Deed = async (world, pick) => {
  const data = pick(world.model.data);
  const actor = pickRuler(world, pick, data?.owner);
  if (!actor || !data || world.model.data.size < 4) return;
  const allowed = rules(actor, data.owner);
  await attempt(world, actor, ['drop', data.rid], allowed);
  if (allowed) dropData(world.model, data);
};

const dropWhole: Deed = async (world, pick) => {
  const [actor, client] = [pick(world.model.clients), pick(world.model.clients)];
  if (!actor || !client || world.model.clients.size < 5) return;
  const allowed = actor !== client && rules(actor, client);
  await attempt(world, actor, ['drop', client.rid], allowed);
  if (allowed) dropClient(world.model, client);
};

/** A client under another one, or under the root, with a resource of its own. */
export const settle: Deed = async (world, pick) => {
  const { platform, model } = world;
  const owner = pick(new Set([undefined, ...model.clients]));
  const { rid, cik } = await platform.client(owner ?? platform.root, unlimited);
  const client: ClientModel = { kind: 'client', rid, cik, owner };
  model.clients.add(client);
  const made = await platform.need(client, 'create', 'dataport', { format: 'string' });
  const data = { isPublic: false, source: undefined, reader: client, values: new Set<string>() };
  model.data.add({ kind: 'data', rid: String(made), owner: client, ...data });
};

export const deeds: readonly Deed[] = [
  ...[write, write, write, write, write, share, share, activate, activate, deactivate, revoke],
  ...[publish, publish, subscribe, subscribe, subscribe, grant, useToken, useToken, map, useAlias],
  ...[clone, cloneByCode, moveData, moveClient, drop, dropWhole, settle],
];
