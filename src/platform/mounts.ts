// Mounts: which path is answered by what.

import type { Clock } from '../core/ports/clock.ts';
import type { Exchange, Handler, Reply } from '../core/ports/http-server.ts';
import { rpcPaths } from '../wire/onep.ts';
import { hostAddress } from './host-address.ts';
import type { Office } from './office.ts';
import { jsonReply, textReply } from './replies.ts';
import { readUsage } from './resources/usage.ts';

export interface MountDeps {
  readonly clock: Clock;
  readonly office: Office;
  readonly rootRid: string;
  rpc(exchange: Exchange): Promise<Reply>;
  /** Whether the disk takes what is written. */
  healthy(): Promise<boolean>;
}

interface Mount {
  readonly method: 'GET' | 'POST';
  answer(exchange: Exchange): Reply | Promise<Reply>;
}

export function createMounts(deps: MountDeps): Handler {
  let requests = 0;
  const table = new Map<string, Mount>([
    ...rpcPaths.map((path) => [path, { method: 'POST', answer: deps.rpc }] as const),
    ['/timestamp', { method: 'GET', answer: () => textReply(200, timestamp(deps.clock)) }],
    ['/ip', { method: 'GET', answer: ipReply }],
    ['/healthz', { method: 'GET', answer: async () => healthReply(await deps.healthy()) }],
    ['/status', { method: 'GET', answer: () => statusReply(deps, requests) }],
  ]);
  return async (exchange) => {
    requests += 1;
    const mount = table.get(exchange.path);
    if (!mount) return textReply(404, 'not found\n');
    if (mount.method === exchange.method) return mount.answer(exchange);
    return textReply(405, `${mount.method} only\n`, { allow: mount.method });
  };
}

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
