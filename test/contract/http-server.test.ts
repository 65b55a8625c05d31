// HttpServer: the fake, node:http and fastify keep one contract; and what only sockets can show.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { Agent, request as nodeRequest } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { join } from 'node:path';
import { test } from 'node:test';
import { limits } from '../../src/core/limits.ts';
import type { Journal } from '../../src/core/ports/journal.ts';
import { createFastifyServer } from '../../src/io/web/fastify-server.ts';
import { createHttpServer } from '../../src/io/web/http-server.ts';
import { type Answer, type Call, createFakeHttpServer } from '../fakes/http-server.ts';
import { errorJournal, httpServerContract, type Subject, textOf } from './http-server.ts';

/** One request over a real socket; undefined when the connection broke before an answer. */
function send(
  port: number,
  call: Call,
  options: { leaving?: AbortSignal | undefined; agent?: Agent; ca?: string } = {},
): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    const request = (options.ca === undefined ? nodeRequest : tlsRequest)(
      {
        host: '127.0.0.1',
        port,
        path: call.target,
        method: call.method ?? 'GET',
        headers: {
          ...(call.body !== undefined &&
            call.headers?.['Transfer-Encoding'] === undefined && {
              'Content-Length': Buffer.byteLength(call.body),
            }),
          ...call.headers,
        },
        agent: options.agent ?? false,
        ...(options.ca !== undefined && { ca: options.ca, servername: 'localhost' }),
        ...(options.leaving && { signal: options.leaving }),
      },
      (response) => {
        response.setEncoding('utf8');
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers as Record<string, string>,
          pieces: response,
          leave: () => request.destroy(),
        });
      },
    );
    request.on('error', () => resolve(undefined));
    request.end(call.body);
  });
}

const overSockets =
  (create: (journal: Journal) => Subject['server']) =>
  (journal: Journal): Subject => ({
    server: create(journal),
    call: (port, call, leaving) => send(port, call, { leaving }),
  });

httpServerContract('fake', (journal) => {
  const server = createFakeHttpServer(journal);
  return { server, call: server.call };
});
httpServerContract('node', overSockets(createHttpServer));
httpServerContract('fastify', overSockets(createFastifyServer));

const pem = (name: string) => readFileSync(join(import.meta.dirname, 'tls', name), 'utf8');
const certificate = { cert: pem('valid.pem'), key: pem('key.pem') };
httpServerContract('fastify with TLS', (journal) => ({
  server: createFastifyServer(journal, certificate),
  call: (port, call, leaving) => send(port, call, { leaving, ca: certificate.cert }),
}));

test('fastify: with a certificate nothing is said in the clear', async (t) => {
  const server = createFastifyServer(errorJournal().journal, certificate);
  const where = { host: '127.0.0.1', port: 0, maxBodyBytes: 10 };
  const listening = await server.listen(where, async () => ({ status: 200 }));
  assert(listening.ok);
  t.after(() => listening.value.close(0));
  assert.equal(await send(listening.value.port, { target: '/' }), undefined);
});

test('fastify: a certificate that cannot be used is a wrong configuration', async () => {
  const server = createFastifyServer(errorJournal().journal, { cert: 'none', key: 'none' });
  const where = { host: '127.0.0.1', port: 0, maxBodyBytes: 10 };
  const listening = await server.listen(where, async () => ({ status: 200 }));
  assert.equal(listening.ok ? 'ok' : listening.failure.kind, 'config');
});

test('fastify: the last answer that a connection may carry says close, and the next connection starts anew', async (t) => {
  const server = createFastifyServer(errorJournal().journal);
  const listening = await server.listen(
    { host: '127.0.0.1', port: 0, maxBodyBytes: 10 },
    async () => ({
      status: 200,
      body: 'x',
    }),
  );
  assert(listening.ok);
  t.after(() => listening.value.close(0));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  t.after(() => agent.destroy());
  const closes: number[] = [];
  for (let n = 1; n <= 2 * limits.requestsPerConnection; n += 1) {
    const answer = await send(listening.value.port, { target: '/' }, { agent });
    await textOf(answer);
    assert.equal(answer?.status, 200);
    if (answer?.headers.connection === 'close') closes.push(n);
  }
  assert.deepEqual(closes, [limits.requestsPerConnection, 2 * limits.requestsPerConnection]);
});

for (const [name, create] of [
  ['node', createHttpServer],
  ['fastify', createFastifyServer],
] as const) {
  test(`${name}: a body far over the limit is answered 413 though the peer still writes`, async (t) => {
    const server = create(errorJournal().journal);
    const options = { host: '127.0.0.1', port: 0, maxBodyBytes: 1_000_000 };
    const listening = await server.listen(options, async () => ({ status: 200 }));
    assert(listening.ok);
    t.after(() => listening.value.close(0));
    const answer = await send(listening.value.port, {
      method: 'POST',
      target: '/',
      body: Buffer.alloc(3_900_000),
    });
    assert.equal(answer?.status, 413);
  });
}
