// HttpServer on fastify: the platform's, which faces many devices and long polls.

import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  fastify,
} from 'fastify';
import { failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Handler, HttpServer } from '../../core/ports/http-server.ts';
import type { Journal } from '../../core/ports/journal.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { createFlights, type Flights } from './flights.ts';
import { listenFailure } from './listen-failure.ts';
import { flatHeaders, parseTarget, readBody } from './receive.ts';

/** Both in PEM. */
export interface Certificate {
  /** The server's own, and those that lead to its root. */
  readonly cert: string;
  readonly key: string;
}

/**
 * Like createHttpServer, and in the manner of the vendor's servers: a connection serves at most
 * limits.requestsPerConnection requests, and the last answer on it says so. With a certificate it speaks
 * TLS and nothing else; one that cannot be used is a failure of kind `config`.
 */
export function createFastifyServer(journal: Journal, tls?: Certificate): HttpServer {
  return {
    async listen(options, handler) {
      const flights = createFlights(journal);
      const created = createApp(tls);
      if (!created.ok) return created;
      const app = created.value;
      takeRawBodies(app, options.maxBodyBytes);
      const route = (request: FastifyRequest, reply: FastifyReply) =>
        serve({ request, reply, flights }, handler);
      app.all('*', route);
      app.setNotFoundHandler(route);
      try {
        await app.listen({ host: options.host, port: options.port });
      } catch (error) {
        await app.close();
        return err(listenFailure(error, options.host, options.port));
      }
      return ok({
        host: options.host,
        port: (app.server.address() as AddressInfo).port,
        close: (graceMs) =>
          flights.end(
            graceMs,
            () => app.close(),
            () => app.server.closeAllConnections(),
          ),
      });
    },
  };
}

function createApp(tls: Certificate | undefined): Result<FastifyInstance> {
  try {
    const app = tls
      ? fastify({ ...manners, https: { ...patience, ...tls } })
      : fastify({ ...manners, http: patience });
    app.server.maxConnections = limits.connections;
    // The two differ in the type of their server alone.
    return ok(app as FastifyInstance);
  } catch (thrown) {
    return err(failure('config', `the certificate or its key cannot be used: ${String(thrown)}`));
  }
}

const patience = {
  headersTimeout: limits.receiveHeadMs,
  connectionsCheckingInterval: limits.receiveHeadMs / 2,
};

const manners = {
  requestTimeout: limits.receiveMs,
  keepAliveTimeout: limits.keepAliveMs,
  connectionTimeout: limits.silentConnectionMs,
  maxRequestsPerSocket: limits.requestsPerConnection,
  exposeHeadRoutes: false,
  // Our handlers decode the path; the router need not agree on what is malformed.
  frameworkErrors: (_error, _request, reply) => {
    reply.raw.writeHead(400).end();
  },
} satisfies FastifyServerOptions;

/** Every body comes as bytes, whatever type it claims and whatever method carries it. */
function takeRawBodies(app: FastifyInstance, maxBodyBytes: number): void {
  for (const method of ['GET', 'DELETE'])
    app.addHttpMethod(method, { hasBody: true, overrideExisting: true });
  app.removeAllContentTypeParsers();
  app.addHook('onRequest', async ({ raw }) => {
    // Old devices send types that fastify refuses to parse; the handler still sees the true one.
    delete raw.headers['content-type'];
  });
  app.addContentTypeParser('*', async (_request: FastifyRequest, payload: IncomingMessage) => {
    const body = await readBody(payload, maxBodyBytes);
    if (body === undefined) throw Object.assign(new Error('body too large'), { statusCode: 413 });
    return body;
  });
  app.setErrorHandler<{ statusCode?: number }>((error, _request, reply) =>
    reply.code(error.statusCode ?? 500).send(),
  );
}

interface Flight {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly flights: Flights;
}

async function serve({ request, reply, flights }: Flight, handler: Handler): Promise<FastifyReply> {
  const signal = flights.begin(reply.raw);
  const target = parseTarget(request.raw.url ?? '/');
  if (target === undefined) return reply.code(400).send();
  const answer = await flights.answer(handler, {
    ...target,
    method: request.method,
    headers: flatHeaders(request.raw),
    body: (request.body as Buffer | undefined) ?? Buffer.alloc(0),
    remote: request.socket.remoteAddress ?? '',
    signal,
  });
  reply.code(answer.status).headers(flights.headers(answer));
  if (answer.stream === undefined) {
    return reply.send(answer.body === undefined ? undefined : Buffer.from(answer.body));
  }
  flights.streaming(signal);
  return reply.send(Readable.from(answer.stream, { highWaterMark: 1 }));
}
