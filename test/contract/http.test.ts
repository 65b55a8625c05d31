// Http: the fake and the real client keep one contract; and what only sockets can show.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer as createTlsServer } from 'node:https';
import { createServer, type Server, type Socket } from 'node:net';
import { type TestContext, test } from 'node:test';
import { setDefaultCACertificates, type TLSSocket } from 'node:tls';
import type { HttpRequest } from '../../src/core/ports/http.ts';
import type { Listening } from '../../src/core/ports/http-server.ts';
import { createClock } from '../../src/io/clock.ts';
import { createHttp } from '../../src/io/web/http.ts';
import { createHttpServer } from '../../src/io/web/http-server.ts';
import { createFakeHttp } from '../fakes/http.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { httpContract, type Subject } from './http.ts';

httpContract('fake', () => {
  const http = createFakeHttp({ clock: createClock() });
  return {
    http,
    serve: async (handler) => {
      http.serve(handler);
      return 'http://far.test';
    },
    vanish: async () => http.serve(undefined),
    end: () => http.close(),
  };
});

httpContract('node', (): Subject => {
  const http = createHttp();
  const server = createHttpServer(createFakeJournal());
  const listening: Listening[] = [];
  const vanish = async () => {
    for (const one of listening.splice(0)) await one.close(0);
  };
  return {
    http,
    serve: async (handler) => {
      const options = { host: '127.0.0.1', port: 0, maxBodyBytes: 1_000_000 };
      const started = await server.listen(options, handler);
      assert(started.ok);
      listening.push(started.value);
      return `http://127.0.0.1:${started.value.port}`;
    },
    vanish,
    end: async () => {
      await http.close();
      await vanish();
    },
  };
});

const bounds = { timeoutMs: 20_000, maxAnswerBytes: 1_000 };

async function listen(t: TestContext, server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  const address = server.address();
  assert(address !== null && typeof address === 'object');
  return address.port;
}

/** A raw server that hands the bytes of each request to `respond`, with the number of the connection. */
async function rawServer(
  t: TestContext,
  respond: (socket: Socket, connection: number, request: number) => void,
) {
  let connections = 0;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    connections += 1;
    const connection = connections;
    let requests = 0;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('data', () => {
      requests += 1;
      respond(socket, connection, requests);
    });
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
  });
  const port = await listen(t, server);
  const http = createHttp();
  t.after(() => http.close());
  const send = (more: Partial<HttpRequest> = {}) =>
    http.send({ method: 'POST', url: `http://localhost:${port}`, body: 'x', ...bounds, ...more });
  return { send, connections: () => connections };
}

const fine = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok';

test('node: requests one after the other share a connection', async (t) => {
  const { send, connections } = await rawServer(t, (socket) => socket.write(fine));
  for (let i = 0; i < 5; i += 1) assert((await send()).ok);
  assert.equal(connections(), 1);
});

test('node: a request with an address neither takes a kept connection nor leaves one', async (t) => {
  const { send, connections } = await rawServer(t, (socket) => socket.write(fine));
  assert((await send()).ok);
  assert((await send({ address: '127.0.0.1' })).ok);
  assert.equal(connections(), 2);
  assert((await send()).ok);
  assert.equal(connections(), 2);
});

test('node: a server that closes after an answer is met again without a failure', async (t) => {
  const { send, connections } = await rawServer(t, (socket, _, request) => {
    socket.write(request < 3 ? fine : fine.replace('OK\r\n', 'OK\r\nConnection: close\r\n'));
  });
  for (let i = 0; i < 6; i += 1) assert((await send()).ok);
  assert.equal(connections(), 2);
});

test('node: a kept connection that is reset unanswered is replaced, once', async (t) => {
  const { send, connections } = await rawServer(t, (socket, connection, request) => {
    if (connection === 1 && request === 2) socket.resetAndDestroy();
    else socket.write(fine);
  });
  assert((await send()).ok);
  assert((await send()).ok);
  assert.equal(connections(), 2);
});

test('node: a kept connection that breaks within an answer is not tried again', async (t) => {
  const { send, connections } = await rawServer(t, (socket, _, request) => {
    if (request === 1) socket.write(fine);
    else socket.write('HTTP/1.1 200 OK\r\nConte', () => socket.resetAndDestroy());
  });
  assert((await send()).ok);
  const broken = await send();
  assert.equal(!broken.ok && broken.failure.kind, 'offline');
  assert.equal(connections(), 1);
});

test('node: an answer cut short, and one that is no HTTP, are offline', async (t) => {
  for (const bytes of ['HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok', 'SSH-2.0-x\r\n']) {
    const { send } = await rawServer(t, (socket) => socket.end(bytes));
    const answer = await send();
    assert.equal(!answer.ok && answer.failure.kind, 'offline');
  }
});

test('node: an answer that trickles is cut off at the time for the whole', async (t) => {
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n');
    const timer = setInterval(() => socket.write('x'), 5);
    socket.on('close', () => {
      clearInterval(timer);
      end();
    });
  });
  const url = `http://127.0.0.1:${await listen(t, server)}`;
  const http = createHttp();
  const answer = await http.send({ method: 'GET', url, timeoutMs: 60, maxAnswerBytes: 1_000_000 });
  assert.equal(!answer.ok && answer.failure.kind, 'timeout');
  await over;
  await http.close();
});

test('node: what is no web address is invalid', async () => {
  for (const url of ['here', 'ftp://a.test/', '/onep']) {
    const answer = await createHttp().send({ method: 'GET', url, ...bounds });
    assert.equal(!answer.ok && answer.failure.kind, 'invalid');
  }
});

test('node: a certificate that is unknown, or known and expired, is named', async (t) => {
  const pem = (name: string) => readFile(new URL(`tls/${name}.pem`, import.meta.url), 'utf8');
  const key = await pem('key');
  const cases = [
    { cert: await pem('valid'), trusted: false, expected: /SELF_SIGNED/ },
    { cert: await pem('expired'), trusted: true, expected: /CERT_HAS_EXPIRED/ },
    { cert: await pem('valid'), trusted: true, expected: undefined },
  ];
  for (const { cert, trusted, expected } of cases) {
    setDefaultCACertificates(trusted ? [cert] : []);
    const server = createTlsServer({ key, cert }, (_, response) => response.end('ok'));
    const url = `https://localhost:${await listen(t, server)}`;
    const http = createHttp();
    const answer = await http.send({ method: 'GET', url, ...bounds });
    await http.close();
    assert.equal(answer.ok, expected === undefined);
    if (answer.ok || expected === undefined) continue;
    assert.equal(answer.failure.kind, 'tls');
    assert.match(answer.failure.detail, expected);
  }
});

test('node: at an address that was given, the far side proves itself by its name', async (t) => {
  const pem = (name: string) => readFile(new URL(`tls/${name}.pem`, import.meta.url), 'utf8');
  const [key, cert] = [await pem('key'), await pem('valid')];
  setDefaultCACertificates([cert]);
  const names: unknown[] = [];
  const server = createTlsServer({ key, cert }, (request, response) => {
    names.push((request.socket as TLSSocket).servername);
    response.end('ok');
  });
  const port = await listen(t, server);
  const http = createHttp();
  t.after(() => http.close());
  const ask = (host: string) =>
    http.send({
      method: 'GET',
      url: `https://${host}:${port}`,
      address: '127.0.0.1',
      ...bounds,
    });
  assert((await ask('localhost')).ok);
  const other = await ask('other.test');
  assert.equal(!other.ok && other.failure.kind, 'tls');
  assert.deepEqual(names, ['localhost']);
});
