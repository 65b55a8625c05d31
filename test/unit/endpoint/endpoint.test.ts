// The agent's local endpoint, as its visitors see it.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createEndpoint, type EndpointDeps } from '../../../src/agent/endpoint/endpoint.ts';
import type { AliasValue } from '../../../src/agent/endpoint/form.ts';
import { createEvents } from '../../../src/core/events.ts';
import { failure } from '../../../src/core/failure.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Exchange } from '../../../src/core/ports/http-server.ts';
import { done, err } from '../../../src/core/result.ts';
import { createFakeAssets } from '../../fakes/assets.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { exampleStatus } from './status-example.ts';

function endpoint(deps: Partial<EndpointDeps> = {}, listenHost = '127.0.0.1') {
  const taken: AliasValue[][] = [];
  const events = createEvents();
  const clock = createFakeClock();
  const handler = createEndpoint(
    {
      status: () => exampleStatus,
      healthy: () => true,
      events,
      clock,
      assets: createFakeAssets('agent.html', 'styles/base.css'),
      intake: async (pairs) => {
        taken.push([...pairs]);
        return done;
      },
      ...deps,
    },
    listenHost,
  );
  const ask = (path: string, extra: Partial<Exchange> = {}) =>
    handler({
      method: 'GET',
      path,
      query: '',
      headers: { host: '127.0.0.1:8421' },
      body: new Uint8Array(),
      remote: '127.0.0.1',
      signal: new AbortController().signal,
      ...extra,
    });
  const post = (body: string | Uint8Array, headers: Record<string, string> = {}) =>
    ask('/onep:v1/stack/alias', {
      method: 'POST',
      headers: { host: '127.0.0.1:8421', ...headers },
      body: Buffer.from(body),
    });
  return { ask, post, taken, events, clock };
}

test('/status is the status document as JSON', async () => {
  const reply = await endpoint().ask('/status');
  assert.equal(reply.status, 200);
  assert.match(reply.headers?.['Content-Type'] ?? '', /^application\/json/);
  assert.deepEqual(JSON.parse(String(reply.body)), exampleStatus);
});

test('/healthz is 200 while healthy, else 503 with the reason', async () => {
  assert.equal((await endpoint().ask('/healthz')).status, 200);
  const ill = await endpoint({ healthy: () => 'the store is failing' }).ask('/healthz');
  assert.equal(ill.status, 503);
  assert.match(String(ill.body), /the store is failing/);
});

test('the page is at /, its files under /assets/, and neither loads anything from elsewhere', async () => {
  const { ask } = endpoint();
  const page = await ask('/');
  assert.equal(Buffer.from(page.body ?? '').toString(), 'agent.html');
  assert.match(page.headers?.['Content-Security-Policy'] ?? '', /default-src 'self'/);
  assert.equal(
    Buffer.from((await ask('/assets/styles/base.css')).body ?? '').toString(),
    'styles/base.css',
  );
  assert.equal((await ask('/assets/../package.json')).status, 404);
  assert.equal((await ask('/styles/base.css')).status, 404);
});

test('an unknown path is 404, a wrong method 405 with those allowed', async () => {
  const { ask } = endpoint();
  assert.equal((await ask('/nothing')).status, 404);
  assert.equal((await ask('/dispatch/abc', { method: 'POST' })).status, 404);
  const wrong = await ask('/status', { method: 'POST' });
  assert.equal(wrong.status, 405);
  assert.equal(wrong.headers?.Allow, 'GET');
  const read = await ask('/onep:v1/stack/alias');
  assert.equal(read.status, 405);
  assert.equal(read.headers?.Allow, 'POST');
  assert.equal((await ask('/status', { method: 'HEAD' })).status, 200);
  assert.equal((await ask('/status', { method: 'constructor' })).status, 405);
});

test('the intake decodes percent and plus, keeps the order, and answers 204', async () => {
  const { post, taken } = endpoint();
  assert.equal((await post('soil+a=20.5&n%C3%A9=a%3Db+c%26d&e=')).status, 204);
  assert.deepEqual(taken, [
    [
      { alias: 'soil a', value: '20.5' },
      { alias: 'né', value: 'a=b c&d' },
      { alias: 'e', value: '' },
    ],
  ]);
});

for (const [what, body] of [
  ['nothing', ''],
  ['no equals sign', 'moisture'],
  ['no alias', '=1'],
  ['an empty pair', 'a=1&&b=2'],
  ['a broken escape', 'a=%zz'],
  ['an escape that is no UTF-8', 'a=%ff'],
  ['bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff])],
  ['a value longer than a dataport takes', `a=${'x'.repeat(limits.stringValueBytes + 1)}`],
  ['more pairs than one frame may hold', 'a=1&'.repeat(limits.readingsPerFrame).concat('a=1')],
] as const) {
  test(`the intake refuses ${what} with 400 and takes nothing`, async () => {
    const { post, taken } = endpoint();
    assert.equal((await post(body)).status, 400);
    assert.deepEqual(taken, []);
  });
}

for (const [kind, status] of [
  ['not-found', 404],
  ['invalid', 400],
  ['too-large', 413],
  ['store', 503],
  ['disk-full', 503],
] as const) {
  test(`an intake that fails as ${kind} is answered ${status} with the reason`, async () => {
    const { post } = endpoint({ intake: async () => err(failure(kind, 'because')) });
    const reply = await post('a=1');
    assert.equal(reply.status, status);
    assert.match(String(reply.body), /because/);
  });
}

for (const [listenHost, host, origin, allowed] of [
  ['127.0.0.1', '127.0.0.1:8421', undefined, true],
  ['127.0.0.1', 'localhost:9000', undefined, true],
  ['127.0.0.1', 'LOCALHOST', undefined, true],
  ['127.0.0.1', '[::1]:8421', undefined, true],
  ['::1', '[::1]:8421', undefined, true],
  ['192.0.2.7', '192.0.2.7:8421', undefined, true],
  ['gw.example', 'gw.example:8421', undefined, true],
  ['127.0.0.1', '192.0.2.7:8421', undefined, false],
  ['127.0.0.1', 'evil.example:8421', undefined, false],
  ['127.0.0.1', 'localhost.evil.example', undefined, false],
  ['127.0.0.1', '', undefined, false],
  ['0.0.0.0', '192.0.2.7:8421', undefined, true],
  ['::', '[2001:db8::1]:8421', undefined, true],
  ['0.0.0.0', 'evil.example:8421', undefined, false],
  ['127.0.0.1', '127.0.0.1:8421', 'http://127.0.0.1:8421', true],
  ['127.0.0.1', '127.0.0.1:8421', 'http://127.0.0.1:8420', false],
  ['127.0.0.1', '127.0.0.1:8421', 'https://evil.example', false],
  ['127.0.0.1', '127.0.0.1:8421', 'null', false],
] as const) {
  const from = origin === undefined ? '' : ` from a page of ${origin}`;
  test(`listening on ${listenHost}, a write to "${host}"${from} is ${allowed ? 'taken' : 'refused'}`, async () => {
    const { post, taken } = endpoint({}, listenHost);
    const reply = await post('a=1', { host, ...(origin && { origin }) });
    assert.equal(reply.status, allowed ? 204 : 403);
    assert.equal(taken.length, allowed ? 1 : 0);
  });
}

async function take(stream: AsyncIterable<string> | undefined, until: string): Promise<string> {
  let text = '';
  for await (const piece of stream ?? []) {
    text += piece;
    if (text.includes(until)) break;
  }
  return text;
}

test('/events gives every event from the moment of asking, each as one server-sent event', async () => {
  const { ask, events } = endpoint();
  events.emit('committed', { channel: 'before', second: 1 });
  const reply = await ask('/events');
  assert.equal(reply.headers?.['Content-Type'], 'text/event-stream');
  events.emit('committed', { channel: 'a', second: 7 });
  events.emit('committed', { channel: 'b\n', second: 7 });
  events.emit('uplink', { state: 'offline', failure: failure('offline', 'refused') });
  const text = await take(reply.stream, 'uplink');
  assert.doesNotMatch(text, /before/);
  const [, first, second, third] = text.split('\n\n');
  assert.equal(first, 'event: committed\ndata: {"channel":"a","second":7}');
  assert.equal(second, 'event: committed\ndata: {"channel":"b\\n","second":7}');
  assert.match(third ?? '', /^event: uplink\ndata: \{"state":"offline".*refused/);
});

test('a quiet event stream beats, and a peer that leaves takes its timer and listener along', async () => {
  const { ask, events, clock } = endpoint();
  const peer = new AbortController();
  const { stream } = await ask('/events', { signal: peer.signal });
  await clock.advance(limits.eventHeartbeatMs);
  assert.match(await take(stream, 'alive'), /: alive\n\n/);
  peer.abort();
  assert.equal(events.watched, false);
  assert.equal(clock.waiting, 0);
});

test('a subscriber that does not read is cut off, and bounds the memory it takes', async () => {
  const { ask, events } = endpoint();
  const { stream } = await ask('/events');
  const name = 'x'.repeat(1_000);
  for (let n = 0; n <= limits.eventStreamBytes / 1_000; n += 1) {
    events.emit('committed', { channel: name, second: n });
  }
  assert.equal(await take(stream, 'never'), '');
});

test('one event stream too many is 503, and a place is free again when a peer leaves', async () => {
  const { ask } = endpoint();
  const peers = Array.from({ length: limits.eventStreams }, () => new AbortController());
  for (const { signal } of peers) assert.equal((await ask('/events', { signal })).status, 200);
  assert.equal((await ask('/events')).status, 503);
  peers[3]?.abort();
  assert.equal((await ask('/events')).status, 200);
});

test('/metrics is text that Prometheus reads: each family declared once, each line a sample', async () => {
  const reply = await endpoint().ask('/metrics');
  const lines = String(reply.body).trimEnd().split('\n');
  const families = new Set<string>();
  for (const line of lines) {
    const declared = /^# TYPE (holdfast_[a-z_]+) (?:counter|gauge)$/.exec(line)?.[1];
    if (declared !== undefined) {
      assert(!families.has(declared), `${declared} is declared twice`);
      families.add(declared);
    } else if (!line.startsWith('# HELP ')) {
      const name =
        /^(holdfast_[a-z_]+)(?:\{[a-z]+="(?:[^"\\]|\\.)*"(?:,[a-z]+="[^"]*")*\})? -?[\d.]+$/.exec(
          line,
        )?.[1];
      assert(name !== undefined && families.has(name), line);
    }
  }
  for (const line of [
    'holdfast_sensed_points_total 100',
    'holdfast_pending_points 14',
    'holdfast_uplink_state{state="offline"} 1',
    'holdfast_uplink_state{state="online"} 0',
    'holdfast_source_bad_frames_total{source="soil \\"east\\"",kind="serial"} 2',
    'holdfast_buffer_oldest_age_seconds 12',
    'holdfast_buffer_ok 0',
    'holdfast_undelivered_points_total{outcome="evicted",reason="floor"} 3',
  ]) {
    assert(lines.includes(line), line);
  }
});
