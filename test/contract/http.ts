// The contract of Http, for the fake and for the real client.

import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { Http, HttpRequest } from '../../src/core/ports/http.ts';
import type { Exchange, Handler } from '../../src/core/ports/http-server.ts';

/** A client under test, and a way to put something behind an address. */
export interface Subject {
  readonly http: Http;
  /** Returns the address, without a path. */
  serve(handler: Handler): Promise<string>;
  /** Takes the far side off the network. */
  vanish(): Promise<void>;
  /** Ends all that the subject holds. */
  end(): Promise<void>;
}

/** Long enough that only a hang can reach it. */
const patient = { timeoutMs: 20_000, maxAnswerBytes: 1_000_000 };

const get = (url: string, extra: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'GET',
  url,
  ...patient,
  ...extra,
});

export function httpContract(name: string, create: () => Subject): void {
  const open = (t: TestContext): Subject => {
    const subject = create();
    t.after(() => subject.end());
    return subject;
  };
  const failsAs = async (http: Http, request: HttpRequest, kind: string) => {
    const answer = await http.send(request);
    assert.equal(!answer.ok && answer.failure.kind, kind);
  };
  /** A far side that never answers, and a word when it has been asked. */
  const silent = async (subject: Subject) => {
    const asked = Promise.withResolvers<void>();
    const never = Promise.withResolvers<never>();
    const url = await subject.serve(() => {
      asked.resolve();
      return never.promise;
    });
    return { url, asked: asked.promise };
  };

  test(`${name}: a request arrives whole, and so does its answer`, async (t) => {
    const { http, serve } = open(t);
    let seen: Exchange | undefined;
    const body = Uint8Array.of(0, 255, 13, 10);
    const url = await serve(async (exchange) => {
      seen = exchange;
      return { status: 200, headers: { 'X-Word': 'yes' }, body };
    });
    const headers = { 'User-Agent': 'holdfast/1 (a@b)' };
    const request = get(`${url}/a/b?c=d`, { method: 'POST', headers, body });
    const answer = await http.send(request);
    assert(answer.ok && seen);
    assert.deepEqual([seen.method, seen.path, seen.query], ['POST', '/a/b', 'c=d']);
    assert.equal(seen.headers['user-agent'], 'holdfast/1 (a@b)');
    assert.deepEqual(Buffer.from(seen.body), Buffer.from(body));
    assert.equal(answer.value.headers['x-word'], 'yes');
    assert.deepEqual(Buffer.from(answer.value.body), Buffer.from(body));
  });

  test(`${name}: a request with an address goes there, and calls the far side by its name`, async (t) => {
    const { http, serve } = open(t);
    let host: string | undefined;
    const url = new URL(
      await serve(async ({ headers }) => {
        host = headers.host;
        return { status: 200 };
      }),
    );
    url.hostname = 'nobody.invalid';
    for (let i = 0; i < 2; i += 1) {
      const answer = await http.send(get(url.href, { address: '127.0.0.1' }));
      assert(answer.ok);
      assert.equal(host, url.host);
    }
  });

  test(`${name}: any status is an answer`, async (t) => {
    const { http, serve } = open(t);
    let status = 0;
    const url = await serve(async () => ({ status }));
    for (status of [204, 302, 401, 404, 429, 500, 503]) {
      const answer = await http.send(get(url));
      assert.equal(answer.ok && answer.value.status, status);
    }
  });

  test(`${name}: a far side that is not there is offline, and is reached when it is back`, async (t) => {
    const { http, serve, vanish } = open(t);
    const url = await serve(async () => ({ status: 200 }));
    assert((await http.send(get(url))).ok);
    await vanish();
    await failsAs(http, get(url), 'offline');
    const again = await serve(async () => ({ status: 200 }));
    assert((await http.send(get(again))).ok);
  });

  test(`${name}: an answer that does not come in time is a timeout`, async (t) => {
    const subject = open(t);
    const { url } = await silent(subject);
    await failsAs(subject.http, get(url, { timeoutMs: 30 }), 'timeout');
  });

  test(`${name}: an aborted request is closed, before and after it was sent`, async (t) => {
    const subject = open(t);
    const { url, asked } = await silent(subject);
    const abort = new AbortController();
    const sent = failsAs(subject.http, get(url, { signal: abort.signal }), 'closed');
    await asked;
    abort.abort();
    await sent;
    await failsAs(subject.http, get(url, { signal: abort.signal }), 'closed');
  });

  test(`${name}: closing the client ends what is under way, and what comes after`, async (t) => {
    const subject = open(t);
    const { url, asked } = await silent(subject);
    const sent = failsAs(subject.http, get(url), 'closed');
    await asked;
    await subject.http.close();
    await sent;
    await failsAs(subject.http, get(url), 'closed');
  });

  test(`${name}: an answer of exactly the bound is taken, a longer one is too large`, async (t) => {
    const { http, serve } = open(t);
    const url = await serve(async () => ({ status: 200, body: 'x'.repeat(1_000) }));
    assert((await http.send(get(url, { maxAnswerBytes: 1_000 }))).ok);
    await failsAs(http, get(url, { maxAnswerBytes: 999 }), 'too-large');
  });
}
