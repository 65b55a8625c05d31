// Whole requests, to the letter; and the mounts around them.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { envelopeCases } from '../../cases/onep/envelopes.ts';
import { ask, bodyText, now, openTestPlatform, request } from '../../support/onep.ts';

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const port = await platform.need(device, 'create', 'dataport', { format: 'float' });
  const above = await platform.need(platform.root, 'lookup', 'aliased', '');
  const fill = (text: string) =>
    text
      .replaceAll('CIK', device.cik)
      .replaceAll('ROOT', platform.root.cik)
      .replaceAll('RID', device.rid)
      .replaceAll('PORT', String(port))
      .replaceAll('ABOVE', String(above));
  return { platform, device, fill };
}

for (const { name, body, answer } of envelopeCases) {
  test(name, async () => {
    const { platform, fill } = await openWorld();
    const reply = await ask(platform.handle, fill(body));
    assert.equal(reply.status, 200);
    assert.equal(bodyText(reply), fill(answer));
    assert.equal(reply.headers?.['content-type'], 'application/json; charset=utf-8');
  });
}

test('O5 bytes that are no UTF-8 answer code -1', async () => {
  const { platform } = await openWorld();
  const reply = await ask(platform.handle, Uint8Array.of(0x22, 0xff, 0x22));
  assert.match(bodyText(reply), /"code":-1/);
});

test('O5 both paths are served, by POST alone; any other path is 404', async () => {
  const { platform, device } = await openWorld();
  const body = request(device, [['lookup', 'aliased', '']]);
  for (const path of ['/api:v1/rpc/process', '/onep:v1/rpc/process']) {
    const answered = await ask(platform.handle, body, { path });
    assert.match(bodyText(answered), /"status":"ok"/);
    const got = await ask(platform.handle, '', { path, method: 'GET' });
    assert.equal(got.status, 405);
    assert.equal(got.headers?.allow, 'POST');
  }
  const lost = await ask(platform.handle, body, { path: '/api:v1/rpc/processes' });
  assert.equal(lost.status, 404);
});

test('O8 a client that is locked, or lies under a locked one, is told so by every call', async () => {
  const platform = await openTestPlatform();
  const portal = await platform.client(platform.root);
  const device = await platform.client(portal);
  await platform.need(platform.root, 'update', portal.rid, { locked: true });
  for (const client of [portal, device]) {
    const calls = [['lookup', 'aliased', ''], ['dance'], ['wait', { alias: '' }]];
    const answers = await platform.rpc({ cik: client.cik }, ...calls);
    assert.deepEqual(
      answers.map(({ status }) => status),
      ['locked', 'locked', 'locked'],
    );
  }
  const info = await platform.need(platform.root, 'info', portal.rid, { basic: true });
  assert.equal((info as { basic: { status: string } }).basic.status, 'locked');
  await platform.need(platform.root, 'update', portal.rid, { locked: false });
  await platform.need(device, 'lookup', 'aliased', '');
});

test('a device without a clock can ask for the time', async () => {
  const { platform } = await openWorld();
  await platform.clock.advance(1999);
  const reply = await ask(platform.handle, '', { path: '/timestamp', method: 'GET' });
  assert.equal(bodyText(reply), String(now + 1));
});

test('the address of the server is six numbers, if it has one', async () => {
  const { platform } = await openWorld();
  const at = (host: string) =>
    ask(platform.handle, '', { path: '/ip', method: 'GET', headers: { host } });
  assert.equal(bodyText(await at('127.0.0.1:8420')), '127,0,0,1,32,228');
  assert.equal(bodyText(await at('192.168.1.9')), '192,168,1,9,0,80');
  assert.equal(bodyText(await at('localhost:80')), '127,0,0,1,0,80');
  assert.equal((await at('example.org')).status, 404);
});

test('the status counts clients, dataports, points and requests, and tells no key', async () => {
  const { platform, device } = await openWorld();
  await platform.need(device, 'create', 'dataport', { format: 'float' });
  const status = await ask(platform.handle, '', { path: '/status', method: 'GET' });
  const { requests, ...counts } = JSON.parse(bodyText(status));
  assert.deepEqual(counts, { clients: 2, dataports: 2, points: 0 });
  assert.ok(requests > 4);
});
