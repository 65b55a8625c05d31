// The demo's cable: what passes, what breaks, and who may pull it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGate } from '../../../src/cli/demo/gate.ts';
import { withSwitch } from '../../../src/cli/demo/routes.ts';
import { failure } from '../../../src/core/failure.ts';
import type { Http, HttpRequest } from '../../../src/core/ports/http.ts';
import type { Exchange } from '../../../src/core/ports/http-server.ts';
import { err, ok } from '../../../src/core/result.ts';

const request: HttpRequest = { method: 'GET', url: 'http://x/', timeoutMs: 1, maxAnswerBytes: 1 };
const answer = ok({ status: 200, headers: {}, body: new Uint8Array() });

/** Answers at once, or never until its signal aborts. */
const http = (answers: boolean): Http => ({
  send: async ({ signal }) => {
    if (answers) return answer;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    return err(failure('closed', 'aborted'));
  },
  close: async () => {},
});

test('requests pass while the cable is in, and fail as offline while it is out', async () => {
  const gate = createGate();
  const gated = gate.wrap(http(true));
  assert.equal(await gated.send(request), answer);
  gate.set(false);
  assert.equal(gate.on, false);
  const refused = await gated.send(request);
  assert.equal(!refused.ok && refused.failure.kind, 'offline');
  gate.set(true);
  assert.equal(await gated.send(request), answer);
});

test('pulling the cable breaks the request in flight; the caller giving up stays its own', async () => {
  const gate = createGate();
  const gated = gate.wrap(http(false));
  const caller = new AbortController();
  const given = gated.send({ ...request, signal: caller.signal });
  caller.abort();
  const closed = await given;
  assert.equal(!closed.ok && closed.failure.kind, 'closed');
  const inFlight = gated.send({ ...request, signal: new AbortController().signal });
  gate.set(false);
  const broken = await inFlight;
  assert.equal(!broken.ok && broken.failure.kind, 'offline');
});

function routes() {
  const gate = createGate();
  const place = { host: '127.0.0.1', platform: 'http://127.0.0.1:8420/' };
  const handler = withSwitch(async () => ({ status: 299 }), gate, place);
  const ask = (method: string, path: string, body = '', headers: Record<string, string> = {}) =>
    handler({
      method,
      path,
      query: '',
      headers: { host: '127.0.0.1:8421', ...headers },
      body: Buffer.from(body),
      remote: '127.0.0.1',
      signal: new AbortController().signal,
    } satisfies Exchange);
  return { gate, ask };
}

test('the page pulls the cable and learns its state and where the platform is', async () => {
  const { gate, ask } = routes();
  const platform = 'http://127.0.0.1:8420/';
  assert.deepEqual(JSON.parse(String((await ask('GET', '/demo')).body)), { on: true, platform });
  const pulled = await ask('POST', '/demo/uplink', '{"on":false}');
  assert.deepEqual(JSON.parse(String(pulled.body)), { on: false, platform });
  assert.equal(gate.on, false);
  assert.equal((await ask('GET', '/status')).status, 299);
});

test('the switch refuses nonsense and foreign pages, and stays as it is', async () => {
  const { gate, ask } = routes();
  for (const body of ['', '{', '{"on":1}', 'null']) {
    assert.equal((await ask('POST', '/demo/uplink', body)).status, 400);
  }
  const foreign = { origin: 'http://evil.example' };
  assert.equal((await ask('POST', '/demo/uplink', '{"on":false}', foreign)).status, 403);
  assert.equal(gate.on, true);
});
