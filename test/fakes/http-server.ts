// A fake network of HTTP servers in memory: handlers behind hosts and ports, and a client to call them.

import { failure } from '../../src/core/failure.ts';
import type {
  Exchange,
  Handler,
  HttpServer,
  Listening,
  ListenOptions,
  Reply,
} from '../../src/core/ports/http-server.ts';
import type { Journal } from '../../src/core/ports/journal.ts';
import { err, ok } from '../../src/core/result.ts';

export interface Call {
  readonly method?: string;
  /** Raw path and query. */
  readonly target: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The pieces of the body as they come; fails when the server cuts them off. */
  readonly pieces: AsyncIterable<string>;
  /** The peer goes away. */
  leave(): void;
}

export interface FakeHttpServer extends HttpServer {
  /** Undefined when nobody listens there or the connection was cut before an answer. */
  call(port: number, call: Call, leaving?: AbortSignal): Promise<Answer | undefined>;
}

interface Site {
  readonly options: ListenOptions;
  readonly handler: Handler;
  readonly flights: Set<Flight>;
}

interface Flight {
  readonly gone: AbortController;
  streaming: boolean;
  readonly over: Promise<void>;
}

export function createFakeHttpServer(journal: Journal): FakeHttpServer {
  const sites = new Map<number, Site>();
  const freePort = (): number => {
    let port = 20_000;
    while (sites.has(port)) port += 1;
    return port;
  };

  return {
    async listen(options, handler) {
      const port = options.port || freePort();
      if (port > 65_535) return err(failure('invalid', `no port ${port}`));
      if (sites.has(port)) return err(failure('in-use', `port ${port} is taken`));
      const site: Site = { options, handler, flights: new Set() };
      sites.set(port, site);
      return ok(listening(site, port, () => sites.delete(port)));
    },
    async call(port, call, leaving) {
      const site = sites.get(port);
      return site && visit(site, journal, call, leaving);
    },
  };
}

function listening(site: Site, port: number, unlist: () => void): Listening {
  return {
    host: site.options.host,
    port,
    async close(graceMs) {
      unlist();
      for (const flight of site.flights) if (flight.streaming) flight.gone.abort();
      const cut = setTimeout(() => {
        for (const flight of site.flights) flight.gone.abort();
      }, graceMs);
      await Promise.all([...site.flights].map((flight) => flight.over));
      clearTimeout(cut);
    },
  };
}

async function visit(
  site: Site,
  journal: Journal,
  call: Call,
  leaving?: AbortSignal,
): Promise<Answer | undefined> {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const flight: Flight = { gone: new AbortController(), streaming: false, over };
  site.flights.add(flight);
  const finish = () => {
    site.flights.delete(flight);
    end();
  };
  const { promise: cut, resolve: onCut } = Promise.withResolvers<undefined>();
  flight.gone.signal.addEventListener('abort', () => {
    onCut(undefined);
    finish();
  });
  if (leaving?.aborted) flight.gone.abort();
  leaving?.addEventListener('abort', () => flight.gone.abort());
  const reply = await Promise.race([cut, respond(site, journal, call, flight.gone.signal)]);
  if (reply === undefined) return undefined;
  flight.streaming = reply.stream !== undefined;
  if (!flight.streaming) finish();
  return answerOf(reply, () => flight.gone.abort());
}

async function respond(
  { options, handler }: Site,
  journal: Journal,
  call: Call,
  signal: AbortSignal,
): Promise<Reply> {
  const body = Buffer.from(call.body ?? '');
  if (body.length > options.maxBodyBytes) return { status: 413 };
  const [, rawPath = '', query = ''] = /^([^?]*)\??(.*)$/s.exec(call.target) ?? [];
  let path: string;
  try {
    path = decodeURIComponent(rawPath);
  } catch {
    return { status: 400 };
  }
  const headers: Record<string, string> = { host: `${options.host}:${options.port}` };
  for (const [name, value] of Object.entries(call.headers ?? {}))
    headers[name.toLowerCase()] = value;
  const method = call.method ?? 'GET';
  const exchange: Exchange = { method, path, query, headers, body, remote: '127.0.0.1', signal };
  try {
    return await handler(exchange);
  } catch (error) {
    journal.error('request failed', { path, reason: String(error) });
    return { status: 500 };
  }
}

function answerOf(reply: Reply, leave: () => void): Answer {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(reply.headers ?? {}))
    headers[name.toLowerCase()] = value;
  const body = Buffer.from(reply.body ?? '');
  if (!reply.stream && reply.status !== 204) headers['content-length'] = String(body.length);
  async function* whole() {
    if (body.length > 0) yield body.toString();
  }
  return { status: reply.status, headers, pieces: reply.stream ?? whole(), leave };
}
