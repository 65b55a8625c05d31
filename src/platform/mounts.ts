// Mounts: which path is answered by what.

import type { Clock } from '../core/ports/clock.ts';
import type { Exchange, Handler, Reply } from '../core/ports/http-server.ts';
import { rpcPaths } from '../wire/onep.ts';
import { hostAddress } from './host-address.ts';
import { type DataDeps, readAliases, writeAliases } from './http/data-api.ts';
import { recordAliases } from './http/record-api.ts';
import { type Meters, metricsReply, type State } from './metrics.ts';
import { createProvisioning, provisionPrefix } from './provision/provision.ts';
import { jsonReply, textReply } from './replies.ts';
import { readUsage, type Tally } from './resources/usage.ts';

export interface MountDeps extends DataDeps {
  readonly meters: Meters;
  /** Requests that were sent back because their key makes too many. */
  paced(): number;
  readonly rootRid: string;
  rpc(exchange: Exchange): Promise<Reply>;
  /** Whether the disk takes what is written. */
  healthy(): Promise<boolean>;
}

type Answer = (exchange: Exchange) => Reply | Promise<Reply>;
/** What a path answers, by method. */
type Mount = Readonly<Record<string, Answer>>;

export function createMounts(deps: MountDeps): Handler {
  const { meters } = deps;
  const provisioning = createProvisioning(deps);
  const table = new Map<string, Mount>([
    ...rpcPaths.map((path) => [path, { POST: deps.rpc }] as const),
    ...stackPaths('alias', {
      GET: (exchange) => readAliases(deps, exchange),
      POST: (exchange) => writeAliases(deps, exchange),
    }),
    ...stackPaths('record', { POST: (exchange) => recordAliases(deps, exchange) }),
    ['/timestamp', { GET: () => textReply(200, timestamp(deps.clock)) }],
    ['/ip', { GET: ipReply }],
    ['/healthz', { GET: async () => healthReply(await deps.healthy()) }],
    ['/status', { GET: () => statusReply(deps) }],
    ['/metrics', { GET: async () => metricsReply(meters, await stateOf(deps)) }],
  ]);
  return (exchange) => {
    const { path } = exchange;
    if (path.startsWith(provisionPrefix))
      return meters.timed(provisionPrefix, () => provisioning(exchange));
    const mount = table.get(path);
    if (mount) return meters.timed(path, () => answerBy(mount, exchange));
    return meters.timed('other', () => textReply(404, 'not found\n'));
  };
}

function answerBy(mount: Mount, exchange: Exchange): Reply | Promise<Reply> {
  const answer = Object.hasOwn(mount, exchange.method) ? mount[exchange.method] : undefined;
  if (answer) return answer(exchange);
  const allow = Object.keys(mount).join(', ');
  return textReply(405, `${allow} only\n`, { allow });
}

/** The paths of the HTTP data API: as with RPC, old devices use the second. */
const stackPaths = (name: string, mount: Mount) =>
  ['onep', 'api'].map((api) => [`/${api}:v1/stack/${name}`, mount] as const);

/** Unix seconds, for devices without a clock. */
const timestamp = (clock: Clock): string => String(Math.floor(clock.wallMs() / 1000));

function ipReply(exchange: Exchange): Reply {
  const address = hostAddress(exchange.headers.host ?? '');
  return address ? textReply(200, address) : textReply(404, 'this server goes by a name\n');
}

const healthReply = (healthy: boolean): Reply =>
  healthy ? textReply(200, 'ok\n') : textReply(503, 'the store failed\n');

const heldByAll = async ({ office, rootRid }: MountDeps): Promise<Tally | undefined> => {
  const usage = await office.serve((desk) => readUsage(desk, rootRid));
  return usage.ok ? usage.value.all : undefined;
};

/** Counts and no secrets: what a person or a probe may know without a key. */
async function statusReply(deps: MountDeps): Promise<Reply> {
  const held = await heldByAll(deps);
  if (!held) return textReply(503, 'the store failed\n');
  const { client, dataport, points } = held;
  const { requests } = deps.meters;
  const status = { clients: client + 1, dataports: dataport, points, requests };
  return jsonReply(200, JSON.stringify(status));
}

const stateOf = async (deps: MountDeps): Promise<State> => ({
  healthy: await deps.healthy(),
  waiting: deps.waiters.waiting,
  paced: deps.paced(),
  held: await heldByAll(deps),
});
