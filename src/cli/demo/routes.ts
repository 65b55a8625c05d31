// The demo's own routes on the agent's endpoint: the switch of the uplink, for the page's button.

import { isOurs } from '../../agent/endpoint/origin.ts';
import type { Exchange, Handler, Reply } from '../../core/ports/http-server.ts';
import type { Gate } from './gate.ts';

/**
 * `GET /demo` and `POST /demo/uplink {"on": boolean}` both answer `{on, platform}`, where `platform`
 * is the address of its page; everything else goes on to the agent.
 */
export function withSwitch(
  handler: Handler,
  gate: Gate,
  place: { readonly host: string; readonly platform: string },
): Handler {
  const state = (): Reply => ({
    status: 200,
    headers: { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' },
    body: JSON.stringify({ on: gate.on, platform: place.platform }),
  });
  return async (exchange) => {
    const { method, path } = exchange;
    if (path === '/demo' && method === 'GET') return state();
    if (path !== '/demo/uplink' || method !== 'POST') return handler(exchange);
    if (!isOurs(exchange, place.host)) return { status: 403 };
    const on = wanted(exchange);
    if (on === undefined) return { status: 400 };
    gate.set(on);
    return state();
  };
}

function wanted({ body }: Exchange): boolean | undefined {
  try {
    const { on } = JSON.parse(Buffer.from(body).toString());
    return typeof on === 'boolean' ? on : undefined;
  } catch {
    return undefined;
  }
}
