// A network with one far side, in memory, that breaks as told: what the client port sees of the world.

import { type Failure, failure } from '../../src/core/failure.ts';
import type { Clock } from '../../src/core/ports/clock.ts';
import type { Http, HttpAnswer, HttpRequest } from '../../src/core/ports/http.ts';
import type { Exchange, Reply } from '../../src/core/ports/http-server.ts';
import { err, ok, type Result } from '../../src/core/result.ts';

/** What befalls one request on its way. */
export type Fault =
  /** The connection breaks before the far side sees the request. */
  | 'lost-request'
  /** The far side acts on the request, and the connection breaks before the answer. */
  | 'lost-answer'
  /** The far side acts on the request, and the answer takes this long: past timeoutMs it is lost. */
  | { readonly delayMs: number }
  /** The request takes this long: the far side acts on it even when the client has given up. */
  | { readonly heldMs: number }
  /** Something on the way answers in place of the far side, which sees nothing. */
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string;
    };

/** A far side that can go down while it works on a request: then there is no reply. */
export type FarSide = (exchange: Exchange) => Promise<Reply | undefined>;

export interface FakeHttp extends Http {
  /** Puts this behind every address; undefined takes the far side off the network. */
  serve(farSide: FarSide | undefined): void;
  /** The fate of the next requests, in order; those after them fare well. */
  next(...faults: (Fault | undefined)[]): void;
  /** Decides the fate of each request that `next` has nothing for. */
  fate: (request: HttpRequest) => Fault | undefined;
  /** Every request that was sent, lost ones included. */
  readonly requests: readonly HttpRequest[];
}

interface World {
  readonly clock: Clock;
  readonly dateMs: () => number;
  farSide: FarSide | undefined;
}

/** `dateMs` is the clock of the far side, for its Date header; ours unless given. */
export function createFakeHttp(deps: {
  readonly clock: Clock;
  readonly dateMs?: () => number;
}): FakeHttp {
  const { clock, dateMs = clock.wallMs } = deps;
  const world: World = { clock, dateMs, farSide: undefined };
  const requests: HttpRequest[] = [];
  const faults: (Fault | undefined)[] = [];
  const closing = new AbortController();

  const fake: FakeHttp = {
    requests,
    fate: () => undefined,
    serve: (farSide) => {
      world.farSide = farSide;
    },
    next: (...more) => {
      faults.push(...more);
    },
    send: (request) => {
      requests.push(request);
      const fault = faults.length > 0 ? faults.shift() : fake.fate(request);
      return bounded(request, world, closing.signal, () => travel(request, world, fault));
    },
    close: async () => closing.abort(),
  };
  return fake;
}

const offline = err(failure('offline', 'the connection broke'));

/** The way there and back, with no bound on time. */
async function travel(
  request: HttpRequest,
  world: World,
  fault: Fault | undefined,
): Promise<Result<HttpAnswer>> {
  if (fault === 'lost-request') return offline;
  if (typeof fault === 'object' && 'heldMs' in fault) await world.clock.sleep(fault.heldMs);
  if (world.farSide === undefined) return offline;
  if (typeof fault === 'object' && 'status' in fault) {
    return answerOf(request, world, { headers: {}, body: '', ...fault });
  }
  const url = new URL(request.url);
  const reply = await world.farSide({
    method: request.method,
    path: decodeURIComponent(url.pathname),
    query: url.search.slice(1),
    headers: lowerCase({ host: url.host, ...request.headers }),
    body: Buffer.from(request.body ?? ''),
    remote: '127.0.0.1',
    signal: request.signal ?? new AbortController().signal,
  });
  if (reply === undefined || fault === 'lost-answer') return offline;
  if (typeof fault === 'object' && 'delayMs' in fault) await world.clock.sleep(fault.delayMs);
  return answerOf(request, world, { headers: {}, body: '', ...reply });
}

function answerOf(
  request: HttpRequest,
  world: World,
  reply: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | Uint8Array;
  },
): Result<HttpAnswer> {
  const body = Buffer.from(reply.body);
  if (body.length > request.maxAnswerBytes) {
    return err(failure('too-large', `the answer is longer than ${request.maxAnswerBytes} bytes`));
  }
  const date = new Date(world.dateMs()).toUTCString();
  const headers = { date, 'content-length': String(body.length), ...lowerCase(reply.headers) };
  return ok({ status: reply.status, headers, body });
}

const lowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

/** Ends the journey at timeoutMs, or when its signal or the client's closing cuts it off. */
function bounded(
  request: HttpRequest,
  world: World,
  closing: AbortSignal,
  journey: () => Promise<Result<HttpAnswer>>,
): Promise<Result<HttpAnswer>> {
  return new Promise((resolve, reject) => {
    const end = (result: Result<HttpAnswer>) => {
      timer.cancel();
      closing.removeEventListener('abort', cut);
      request.signal?.removeEventListener('abort', cut);
      resolve(result);
    };
    const fail = (reason: Failure) => end(err(reason));
    const cut = () => fail(failure('closed', 'the request was cancelled'));
    const late = failure('timeout', `no answer within ${request.timeoutMs} ms`);
    const timer = world.clock.after(request.timeoutMs, () => fail(late));
    closing.addEventListener('abort', cut);
    request.signal?.addEventListener('abort', cut);
    if (closing.aborted || request.signal?.aborted) cut();
    else journey().then(end, reject);
  });
}
