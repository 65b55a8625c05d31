// Mounts: which path is answered by what.

import type { Clock } from '../core/ports/clock.ts';
import type { Exchange, Handler, Reply } from '../core/ports/http-server.ts';
import { rpcPaths } from '../wire/onep.ts';
import { hostAddress } from './host-address.ts';
import { type DataDeps, readAliases, writeAliases } from './http/data-api.ts';
import { recordAliases } from './http/record-api.ts';
import { jsonReply, textReply } from './replies.ts';
import { readUsage } from './resources/usage.ts';

export interface MountDeps extends DataDeps {
  readonly rootRid: string;
  rpc(exchange: Exchange): Promise<Reply>;
  /** Whether the disk takes what is written. */
  healthy(): Promise<boolean>;
}

type Answer = (exchange: Exchange) => Reply | Promise<Reply>;
/** What a path answers, by method. */
type Mount = Readonly<Record<string, Answer>>;

export function createMounts(deps: MountDeps): Handler {
  let requests = 0;
  const table = new Map<string, Mount>([
    ...rpcPaths.map((path) => [path, { POST: deps.rpc }] as const),
    ...stackPaths('alias', {
      GET: (exchange) => readAliases(deps, exchange),
      POST: (exchange) => writeAliases(deps, exchange),
    }),
    ...stackPaths('record', { POST: (exchange) => recordAliases(deps.office, exchange) }),
    ['/timestamp', { GET: () => textReply(200, timestamp(deps.clock)) }],
    ['/ip', { GET: ipReply }],
    ['/healthz', { GET: async () => healthReply(await deps.healthy()) }],
    ['/status', { GET: () => statusReply(deps, requests) }],
  ]);
  return async (exchange) => {
    requests += 1;
    const mount = table.get(exchange.path);
    if (!mount) return textReply(404, 'not found\n');
    const answer = Object.hasOwn(mount, exchange.method) ? mount[exchange.method] : undefined;
    if (answer) return answer(exchange);
    const allow = Object.keys(mount).join(', ');
    return textReply(405, `${allow} only\n`, { allow });
  };
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

/** Counts and no secrets: what a person or a probe may know without a key. */
async function statusReply({ office, rootRid }: MountDeps, requests: number): Promise<Reply> {
  const usage = await office.serve((desk) => readUsage(desk, rootRid));
  if (!usage.ok) return textReply(503, 'the store failed\n');
  const { client, dataport, points } = usage.value.all;
  const status = { clients: client + 1, dataports: dataport, points, requests };
  return jsonReply(200, JSON.stringify(status));
}
