// The contract of HttpServer, for the fake and for both real ones.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import type { Exchange, Handler, HttpServer } from '../../src/core/ports/http-server.ts';
import type { Fields, Journal } from '../../src/core/ports/journal.ts';
import type { Answer, Call } from '../fakes/http-server.ts';

/** A server under test, with a client that reaches it; `call` gives undefined when the connection broke. */
export interface Subject {
  readonly server: HttpServer;
  call(port: number, call: Call, leaving?: AbortSignal): Promise<Answer | undefined>;
}

export type Errors = { readonly event: string; readonly fields: Fields | undefined }[];

/** A journal that keeps its errors. */
export function errorJournal(): { journal: Journal; errors: Errors } {
  const errors: Errors = [];
  const quiet = () => {};
  const error = (event: string, fields?: Fields) => errors.push({ event, fields });
  return { journal: { debug: quiet, info: quiet, warn: quiet, error }, errors };
}

const maxBodyBytes = 1_000;

export async function textOf(answer: Answer | undefined): Promise<string> {
  let text = '';
  for await (const piece of answer?.pieces ?? []) text += piece;
  return text;
}

/** Waits for a condition, not for a duration; gives up after ten seconds. */
async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    assert(tries < 5_000, `still waiting for ${condition}`);
    await delay(2);
  }
}

export function httpServerContract(name: string, create: (journal: Journal) => Subject): void {
  const open = async (t: TestContext, handler: Handler) => {
    const { journal, errors } = errorJournal();
    const subject = create(journal);
    const listening = await subject.server.listen(
      { host: '127.0.0.1', port: 0, maxBodyBytes },
      handler,
    );
    assert(listening.ok);
    t.after(() => listening.value.close(0));
    const { port } = listening.value;
    const call = (call: Call, leaving?: AbortSignal) => subject.call(port, call, leaving);
    return { ...subject, call, listening: listening.value, port, errors };
  };

  const echo = async (t: TestContext, call: Call): Promise<Exchange> => {
    let seen: Exchange | undefined;
    const { call: send } = await open(t, async (exchange) => {
      seen = exchange;
      return { status: 200, body: 'ok' };
    });
    assert.equal((await send(call))?.status, 200);
    assert(seen);
    return seen;
  };

  test(`${name}: a request reaches the handler whole, its path decoded and its query raw`, async (t) => {
    const body = Uint8Array.of(0, 255, 10, 128);
    const seen = await echo(t, {
      method: 'POST',
      target: '/onep:v1/a%20b%C3%A9?x=%20&y',
      headers: { 'X-Exosite-CIK': 'abc', 'Content-Type': 'application/x-www-form-urlencoded' },
      body,
    });
    assert.equal(seen.method, 'POST');
    assert.equal(seen.path, '/onep:v1/a bé');
    assert.equal(seen.query, 'x=%20&y');
    assert.equal(seen.headers['x-exosite-cik'], 'abc');
    assert.equal(seen.headers['content-type'], 'application/x-www-form-urlencoded');
    assert.deepEqual([...seen.body], [...body]);
    assert.match(seen.remote, /127\.0\.0\.1$/);
  });

  for (const type of ['application/json', 'text/plain; charset=ascii', 'nonsense', ';;', '']) {
    test(`${name}: a body of type "${type}" comes as bytes, uninterpreted`, async (t) => {
      const headers = { 'Content-Type': type };
      const seen = await echo(t, { method: 'POST', target: '/', headers, body: '{"a":' });
      assert.equal(Buffer.from(seen.body).toString(), '{"a":');
      assert.equal(seen.headers['content-type'], type);
    });
  }

  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    test(`${name}: ${method} reaches the handler, with an empty body when it has none`, async (t) => {
      const seen = await echo(t, { method, target: '/' });
      assert.equal(seen.method, method);
      assert.equal(seen.query, '');
      assert.equal(seen.body.length, 0);
    });
  }

  test(`${name}: a whole body is answered with its length, headers and status`, async (t) => {
    const { call } = await open(t, async () => ({
      status: 404,
      headers: { 'Content-Type': 'text/plain; charset=utf-8', 'X-More': '1' },
      body: 'wärme',
    }));
    const answer = await call({ target: '/' });
    assert.equal(answer?.status, 404);
    assert.equal(answer?.headers['content-length'], '6');
    assert.equal(answer?.headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(answer?.headers['x-more'], '1');
    assert.equal(await textOf(answer), 'wärme');
  });

  test(`${name}: 204 has neither body nor length`, async (t) => {
    const { call } = await open(t, async () => ({ status: 204 }));
    const answer = await call({ method: 'POST', target: '/', body: 'a=1' });
    assert.equal(answer?.status, 204);
    assert.equal(answer?.headers['content-length'], undefined);
  });

  for (const chunked of [false, true]) {
    test(`${name}: a body over the limit${chunked ? ' without a length' : ''} is 413 and never reaches the handler`, async (t) => {
      let calls = 0;
      const { call } = await open(t, async () => {
        calls += 1;
        return { status: 200 };
      });
      const headers: Record<string, string> = chunked ? { 'Transfer-Encoding': 'chunked' } : {};
      const post = (bytes: number) =>
        call({ method: 'POST', target: '/', headers, body: 'x'.repeat(bytes) });
      assert.equal((await post(maxBodyBytes + 1))?.status, 413);
      assert.equal(calls, 0);
      assert.equal((await post(maxBodyBytes))?.status, 200);
      assert.equal(calls, 1);
    });
  }

  test(`${name}: a handler that throws is a bare 500, and the reason goes to the journal`, async (t) => {
    const { call, errors } = await open(t, async () => {
      throw new Error('the secret is 42');
    });
    const answer = await call({ target: '/x' });
    assert.equal(answer?.status, 500);
    assert.doesNotMatch(await textOf(answer), /secret/);
    assert.equal(errors.length, 1);
    assert.match(String(errors[0]?.fields?.reason), /the secret is 42/);
  });

  test(`${name}: malformed escapes in the path are 400`, async (t) => {
    const { call } = await open(t, async () => ({ status: 200 }));
    assert.equal((await call({ target: '/%zz' }))?.status, 400);
  });

  test(`${name}: a port that is taken fails as in-use, an impossible one as invalid`, async (t) => {
    const { server, port } = await open(t, async () => ({ status: 200 }));
    const options = { host: '127.0.0.1', maxBodyBytes };
    const taken = await server.listen({ ...options, port }, async () => ({ status: 200 }));
    assert.equal(!taken.ok && taken.failure.kind, 'in-use');
    const wrong = await server.listen({ ...options, port: 70_000 }, async () => ({ status: 200 }));
    assert.equal(!wrong.ok && wrong.failure.kind, 'invalid');
  });

  test(`${name}: a stream arrives piece by piece, and ends when the peer leaves`, async (t) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let ended = false;
    const { call } = await open(t, async ({ signal }) => ({
      status: 200,
      headers: { 'Content-Type': 'text/event-stream' },
      stream: (async function* () {
        yield 'data: 1\n\n';
        await released;
        yield 'data: 2\n\n';
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        ended = true;
      })(),
    }));
    const answer = await call({ target: '/events' });
    assert.equal(answer?.headers['content-type'], 'text/event-stream');
    assert.equal(answer?.headers['content-length'], undefined);
    const pieces = answer?.pieces[Symbol.asyncIterator]();
    assert.equal((await pieces?.next())?.value, 'data: 1\n\n');
    release();
    assert.equal((await pieces?.next())?.value, 'data: 2\n\n');
    void pieces?.next().catch(() => {});
    answer?.leave();
    await until(() => ended);
  });

  test(`${name}: the signal aborts when the peer leaves a long poll, and not before`, async (t) => {
    const seen: AbortSignal[] = [];
    const { call } = await open(t, async ({ signal }) => {
      seen.push(signal);
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      return { status: 200 };
    });
    const leaving = new AbortController();
    const waiting = call({ target: '/wait' }, leaving.signal);
    await until(() => seen.length === 1);
    assert.equal(seen[0]?.aborted, false);
    leaving.abort();
    assert.equal(await waiting, undefined);
    await until(() => seen[0]?.aborted === true);
  });

  test(`${name}: closing waits for the request in flight, and takes no new one`, async (t) => {
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    let started = false;
    const { call, listening } = await open(t, async () => {
      started = true;
      await released;
      return { status: 200, body: 'late' };
    });
    const waiting = call({ target: '/' });
    await until(() => started);
    let closed = false;
    const closing = listening.close(60_000).then(() => {
      closed = true;
    });
    const late = await call({ target: '/' });
    assert.notEqual(late?.status, 200);
    assert.equal(closed, false);
    release();
    assert.equal(await textOf(await waiting), 'late');
    await closing;
    await listening.close(0);
  });

  test(`${name}: closing ends streams at once, and cuts what outlasts the grace`, async (t) => {
    const { call, listening } = await open(t, async ({ path, signal }) => {
      if (path === '/stuck')
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      const aborted = new Promise<void>((resolve) =>
        signal.addEventListener('abort', () => resolve()),
      );
      return {
        status: 200,
        stream: (async function* () {
          yield 'hello';
          await aborted;
          yield 'bye';
        })(),
      };
    });
    const answer = await call({ target: '/events' });
    const pieces = answer?.pieces[Symbol.asyncIterator]();
    assert.equal((await pieces?.next())?.value, 'hello');
    const stuck = call({ target: '/stuck' });
    await delay(20);
    const closing = listening.close(100);
    assert.equal((await pieces?.next())?.value, 'bye');
    assert.equal((await pieces?.next())?.done, true);
    assert.equal(await stuck, undefined);
    await closing;
  });
}
