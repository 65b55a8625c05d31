// The agent's local endpoint: the page, the status, the event stream, and a way in for any script.

import type { Events } from '../../core/events.ts';
import type { FailureKind } from '../../core/failure.ts';
import type { Assets } from '../../core/ports/assets.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Exchange, Handler, Reply } from '../../core/ports/http-server.ts';
import type { Result } from '../../core/result.ts';
import { metricsType } from '../../wire/prometheus.ts';
import type { AgentStatus } from '../status.ts';
import { createEventStreams, type EventStreams } from './event-streams.ts';
import { type AliasValue, parseForm } from './form.ts';
import { renderMetrics } from './metrics.ts';
import { isOurs } from './origin.ts';
import { pageReply } from './pages.ts';

export interface EndpointDeps {
  status(): AgentStatus;
  /** Whether store and sampling progress, else the reason in a sentence. True also while offline. */
  healthy(): true | string;
  readonly events: Events;
  /**
   * Takes values into the buffer, all or none; durable when it resolves. `not-found` for an unknown
   * alias, `invalid` for a value that its channel cannot carry.
   */
  intake(pairs: readonly AliasValue[]): Promise<Result<void>>;
  readonly assets: Assets;
  readonly clock: Clock;
}

type Route = (exchange: Exchange) => Reply | Promise<Reply>;
interface Routes {
  readonly GET?: Route;
  readonly POST?: Route;
}

/** Serves what design.md section 8 promises. `listenHost` is the address that the server listens on. */
export function createEndpoint(deps: EndpointDeps, listenHost: string): Handler {
  const streams = createEventStreams(deps.events, deps.clock);
  const routes = new Map<string, Routes>([
    ['/status', { GET: () => json(deps.status()) }],
    ['/healthz', { GET: () => health(deps.healthy()) }],
    ['/metrics', { GET: () => text(200, renderMetrics(deps.status()), metricsType) }],
    ['/events', { GET: ({ signal }) => eventStream(streams, signal) }],
    ['/onep:v1/stack/alias', { POST: (exchange) => intake(deps, listenHost, exchange) }],
  ]);
  const page = (path: string): Routes | undefined => {
    const reply = pageReply(deps.assets, 'agent.html', path);
    return reply && { GET: () => reply };
  };

  return async (exchange) => {
    const found = routes.get(exchange.path) ?? page(exchange.path);
    if (found === undefined) return text(404, 'not found\n');
    const method = exchange.method === 'HEAD' ? 'GET' : exchange.method;
    const route = Object.hasOwn(found, method) ? found[method as keyof Routes] : undefined;
    if (route !== undefined) return route(exchange);
    return { status: 405, headers: { Allow: Object.keys(found).join(', ') } };
  };
}

const text = (status: number, body: string, type = 'text/plain; charset=utf-8'): Reply => ({
  status,
  headers: { 'Content-Type': type, 'Cache-Control': 'no-store' },
  body,
});

const json = (body: unknown): Reply =>
  text(200, `${JSON.stringify(body)}\n`, 'application/json; charset=utf-8');

const health = (healthy: true | string): Reply =>
  healthy === true ? text(200, 'ok\n') : text(503, `${healthy}\n`);

function eventStream(streams: EventStreams, signal: AbortSignal): Reply {
  const stream = streams.subscribe(signal);
  if (stream === undefined) return text(503, 'too many event streams are open\n');
  const headers = { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' };
  return { status: 200, headers, stream };
}

const statusByKind: Partial<Record<FailureKind, number>> = {
  'not-found': 404,
  invalid: 400,
  'too-large': 413,
};

/** As the vendor answers a write (HTTP data API): 204, or why not. */
async function intake(deps: EndpointDeps, listenHost: string, exchange: Exchange): Promise<Reply> {
  if (!isOurs(exchange, listenHost))
    return text(403, 'a foreign Host or Origin may not write here\n');
  const pairs = parseForm(exchange.body);
  if (pairs === undefined) return text(400, 'expected alias=value, form-encoded\n');
  const taken = await deps.intake(pairs);
  if (taken.ok) return { status: 204 };
  return text(statusByKind[taken.failure.kind] ?? 503, `${taken.failure.detail}\n`);
}
