// HttpServer on node:http: light enough for the agent's endpoint on a Pi.

import { once } from 'node:events';
import {
  createServer as createNodeServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { limits } from '../../core/limits.ts';
import type {
  Handler,
  HttpServer,
  Listening,
  ListenOptions,
  Reply,
} from '../../core/ports/http-server.ts';
import type { Journal } from '../../core/ports/journal.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { createFlights, type Flights } from './flights.ts';
import { listenFailure } from './listen-failure.ts';
import { flatHeaders, parseTarget, readBody } from './receive.ts';

/** Only receiving is bounded in time: an answer may take as long as its handler needs. */
export function createHttpServer(journal: Journal): HttpServer {
  return {
    listen(options, handler) {
      const flights = createFlights(journal);
      const server = createServer((request, response) => {
        serve({ request, response, flights }, options, handler).catch(() => response.destroy());
      });
      return start(server, options, flights);
    },
  };
}

function createServer(serve: (request: IncomingMessage, response: ServerResponse) => void): Server {
  const server = createNodeServer(
    {
      headersTimeout: limits.receiveHeadMs,
      requestTimeout: limits.receiveMs,
      keepAliveTimeout: limits.keepAliveMs,
      connectionsCheckingInterval: limits.receiveHeadMs / 2,
    },
    serve,
  );
  server.maxConnections = limits.connections;
  server.timeout = limits.silentConnectionMs;
  return server;
}

async function start(
  server: Server,
  { host, port }: ListenOptions,
  flights: Flights,
): Promise<Result<Listening>> {
  try {
    server.listen(port, host);
    await once(server, 'listening');
  } catch (error) {
    return err(listenFailure(error, host, port));
  }
  return ok({
    host,
    port: (server.address() as AddressInfo).port,
    close: (graceMs) =>
      flights.end(
        graceMs,
        () => new Promise((resolve) => server.close(resolve)),
        () => server.closeAllConnections(),
      ),
  });
}

interface Flight {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly flights: Flights;
}

/** Rejects when the peer leaves in the middle: then there is nobody to answer. */
async function serve(flight: Flight, options: ListenOptions, handler: Handler): Promise<void> {
  const { request, response, flights } = flight;
  const signal = flights.begin(response);
  const target = parseTarget(request.url ?? '/');
  const body = await readBody(request, options.maxBodyBytes);
  if (body === undefined) return send(flight, { status: 413, headers: { connection: 'close' } });
  if (target === undefined) return send(flight, { status: 400 });
  const reply = await flights.answer(handler, {
    ...target,
    method: request.method ?? 'GET',
    headers: flatHeaders(request),
    body,
    remote: request.socket.remoteAddress ?? '',
    signal,
  });
  if (reply.stream === undefined) return send(flight, reply);
  flights.streaming(signal);
  response.writeHead(reply.status, flights.headers(reply));
  response.flushHeaders();
  await pipeline(Readable.from(reply.stream, { highWaterMark: 1 }), response);
}

function send({ response, flights }: Flight, reply: Reply): void {
  const body = Buffer.from(reply.body ?? '');
  const hasBody = reply.status !== 204 && reply.status !== 304;
  response.writeHead(reply.status, {
    ...flights.headers(reply),
    ...(hasBody && { 'content-length': body.length }),
  });
  response.end(hasBody ? body : undefined);
}
