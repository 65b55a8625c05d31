// Http on Node's own client with kept connections: the npm clients cost a Pi 20 MiB and drain no faster.

import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { LookupFunction } from 'node:net';
import { clearTimeout, setTimeout } from 'node:timers';
import { type Failure, failure } from '../../core/failure.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../core/ports/http.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { connectionFailure } from './connection-failure.ts';

/** One of Node's two clients, with its kept connections. */
interface Client {
  request(url: URL, options: RequestOptions): ClientRequest;
  readonly agent: Agent;
}

/** What ended an attempt: an answer, a failure, or a kept connection that was dead already. */
type Ending = Result<HttpAnswer> | 'stale';

/** A request under way, over as many attempts as it takes, with one way to give it up. */
interface Flight {
  readonly request: HttpRequest;
  readonly url: URL;
  readonly client: Client;
  /** Set when we gave it up ourselves; what Node then reports is only the echo. */
  reason?: Failure;
  current?: ClientRequest;
}

export function createHttp(): Http {
  const clients = new Map<string, Promise<Client>>();
  const flights = new Set<Flight>();
  let closed = false;

  async function fly(url: URL, request: HttpRequest): Promise<Result<HttpAnswer>> {
    const loading = clients.get(url.protocol) ?? load(url.protocol);
    clients.set(url.protocol, loading);
    const flight: Flight = { request, url, client: await loading };
    flights.add(flight);
    const onAbort = () => giveUp(flight, failure('closed', 'the request was cancelled'));
    const late = failure('timeout', `${url.host} did not answer within ${request.timeoutMs} ms`);
    const timer = setTimeout(() => giveUp(flight, late), request.timeoutMs);
    request.signal?.addEventListener('abort', onAbort);
    if (request.signal?.aborted || closed) onAbort();
    const ending = await attempt(flight, request.address === undefined ? 'kept' : 'new');
    const final = ending === 'stale' ? await attempt(flight, 'new') : ending;
    clearTimeout(timer);
    request.signal?.removeEventListener('abort', onAbort);
    flights.delete(flight);
    return final === 'stale' ? err(failure('offline', `${url.host} broke the connection`)) : final;
  }

  return {
    async send(request) {
      const url = URL.parse(request.url);
      if (url === null || !/^https?:$/.test(url.protocol)) {
        return err(failure('invalid', 'the address is no http or https URL'));
      }
      return fly(url, request);
    },
    async close() {
      closed = true;
      for (const flight of flights) giveUp(flight, failure('closed', 'the client was closed'));
      for (const client of await Promise.all(clients.values())) client.agent.destroy();
    },
  };
}

/** TLS is only loaded for who needs it: it is the larger part of the client. */
async function load(protocol: string): Promise<Client> {
  const { request, Agent } = await (protocol === 'https:'
    ? import('node:https')
    : import('node:http'));
  return { request, agent: new Agent({ keepAlive: true }) };
}

function giveUp(flight: Flight, reason: Failure): void {
  flight.reason ??= reason;
  flight.current?.destroy();
}

/** One try, over a kept connection if there is one or surely over a new one. Never rejects. */
async function attempt(flight: Flight, connection: 'kept' | 'new'): Promise<Ending> {
  if (flight.reason) return err(flight.reason);
  const { request, url, client } = flight;
  let untouched = () => false;
  try {
    const sent = client.request(url, {
      method: request.method,
      headers: { 'accept-encoding': 'identity', ...request.headers },
      agent: connection === 'kept' ? client.agent : false,
      ...(request.address !== undefined && { lookup: always(request.address) }),
    });
    flight.current = sent;
    sent.once('socket', ({ bytesRead }) => {
      untouched = () => sent.reusedSocket && sent.socket?.bytesRead === bytesRead;
    });
    return await answerTo(sent, flight);
  } catch (error) {
    if (flight.reason) return err(flight.reason);
    // A kept connection that broke before a byte of the answer had most likely been closed before.
    if (connection === 'kept' && isBreak(error) && untouched()) return 'stale';
    return err(connectionFailure(error, url.host));
  }
}

/** In place of the resolver: one answer, whoever asks. */
const always =
  (address: string): LookupFunction =>
  (_host, { all }, tell) => {
    const family = address.includes(':') ? 6 : 4;
    if (all) tell(null, [{ address, family }]);
    else tell(null, address, family);
  };

const isBreak = (error: unknown): boolean =>
  /^(ECONNRESET|EPIPE)$/.test((error as NodeJS.ErrnoException).code ?? '');

/** Rejects with what breaks the connection. */
async function answerTo(sent: ClientRequest, flight: Flight): Promise<Result<HttpAnswer>> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.on('error', reject);
    sent.once('response', resolve);
    sent.end(flight.request.body);
  });
  const { maxAnswerBytes } = flight.request;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxAnswerBytes) {
      sent.destroy();
      return err(failure('too-large', `the answer is longer than ${maxAnswerBytes} bytes`));
    }
    chunks.push(chunk);
  }
  const body = chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks, bytes);
  return ok({ status: response.statusCode ?? 0, headers: flatHeaders(response), body });
}

const flatHeaders = (response: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(response.headersDistinct).map(([name, values]) => [
      name,
      (values ?? []).join(', '),
    ]),
  );
