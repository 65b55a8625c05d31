// How many requests each key may make, and what the platform counts.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPacer } from '../../../../src/platform/http/pacer.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { ask, bodyText, openTestPlatform, request } from '../../../support/onep.ts';

test('a key may make a burst at once, and then its rate', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(clock, { requestsPerSecond: 10, burst: 3 });
  assert.deepEqual(
    [1, 2, 3, 4].map(() => pacer.admit('a')),
    [0, 0, 0, 100],
  );
  assert.equal(pacer.admit('b'), 0);
  await clock.advance(100);
  assert.deepEqual([pacer.admit('a'), pacer.admit('a')], [0, 100]);
  await clock.advance(10_000);
  assert.deepEqual(
    [1, 2, 3, 4].map(() => pacer.admit('a')),
    [0, 0, 0, 100],
  );
  assert.equal(pacer.refused, 3);
});

test('a key without a burst makes one request at a time', async () => {
  const clock = createFakeClock();
  const pacer = createPacer(clock, { requestsPerSecond: 2, burst: 1 });
  assert.deepEqual([pacer.admit('a'), pacer.admit('a')], [0, 500]);
  await clock.advance(499);
  assert.equal(pacer.admit('a'), 1);
  await clock.advance(1);
  assert.equal(pacer.admit('a'), 0);
});

test('every API sends a key that makes too many requests back with 429 and a time', async () => {
  const platform = await openTestPlatform(undefined, undefined, {
    pace: { requestsPerSecond: 0.1, burst: 2 },
  });
  const cik = platform.root.cik;
  const call = () => ask(platform.handle, request({ cik }, [['lookup', 'aliased', '']]));
  assert.equal((await call()).status, 200);
  assert.equal((await call()).status, 200);
  const refused = await call();
  assert.equal(refused.status, 429);
  assert.equal(refused.headers?.['retry-after'], '10');
  assert.match(bodyText(refused), /^\{"error":\{"code":500,/);
  const headers = { 'x-exosite-cik': cik };
  for (const path of ['/onep:v1/stack/alias', '/onep:v1/stack/record', '/provision/register']) {
    const reply = await ask(platform.handle, 'alias=a&1=1', { path, headers });
    assert.equal(reply.status, 429, path);
    assert.equal(reply.headers?.['retry-after'], '10');
  }
  const others = { 'x-exosite-cik': 'f'.repeat(40) };
  const path = '/onep:v1/stack/alias';
  assert.equal((await ask(platform.handle, 'a=1', { path, headers: others })).status, 401);
  await platform.clock.advance(10_000);
  assert.equal((await call()).status, 200);
  const metrics = bodyText(await ask(platform.handle, '', { path: '/metrics', method: 'GET' }));
  assert.match(metrics, /^holdfast_platform_paced_requests_total 4$/m);
});

test('/metrics counts requests by where they went, and what the tree holds', async () => {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const rid = await platform.need(device, 'create', 'dataport', { format: 'float' });
  await platform.need(device, 'record', rid, [
    [1, 1],
    [2, 2],
  ]);
  await ask(platform.handle, '', { path: '/nowhere', method: 'GET' });
  await ask(platform.handle, '', { path: '/onep:v1/stack/alias', method: 'GET' });
  const reply = await ask(platform.handle, '', { path: '/metrics', method: 'GET' });
  assert.equal(reply.headers?.['content-type'], 'text/plain; version=0.0.4; charset=utf-8');
  const lines = bodyText(reply).split('\n');
  for (const line of [
    'holdfast_platform_requests_total{mount="/onep:v1/rpc/process",status="200"} 4',
    'holdfast_platform_requests_total{mount="other",status="404"} 1',
    'holdfast_platform_requests_total{mount="/onep:v1/stack/alias",status="401"} 1',
    'holdfast_platform_store_ok 1',
    'holdfast_platform_waiting 0',
    'holdfast_platform_resources{type="client"} 2',
    'holdfast_platform_resources{type="dataport"} 1',
    'holdfast_platform_points 2',
  ]) {
    assert.ok(lines.includes(line), `${line}\n${bodyText(reply)}`);
  }
  assert.ok(!bodyText(reply).includes(device.cik));
});
