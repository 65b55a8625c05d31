// The guard: no dispatch reaches the inside of the server, whatever name or form its address has.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createGuard, isRange } from '../../../../src/platform/dispatch/guard.ts';
import { createFakeResolver } from '../../../fakes/resolver.ts';
import { openScene, publicAddress } from './scene.ts';

/** One or more of every kind of address that is not public. */
const inside = [
  '127.0.0.1',
  '127.255.1.2',
  '0.0.0.0',
  '0.1.2.3',
  '10.1.2.3',
  '172.16.0.1',
  '172.31.255.255',
  '192.168.1.1',
  '100.64.0.1',
  '169.254.169.254',
  '192.0.0.170',
  '192.0.2.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '64:ff9b::7f00:1',
  '64:ff9b:1::1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fec0::1',
  'ff02::1',
  '5f00::1',
  '4000::1',
];
const outside = [publicAddress, '1.1.1.1', '93.184.216.34', '::ffff:8.8.8.8', '2606:4700::1111'];

test('every address that is not public is refused for ever, by itself and behind a name', async () => {
  for (const address of inside) {
    const guard = createGuard(createFakeResolver({ 'evil.test': [address] }), []);
    for (const host of [address, `[${address}]`, 'evil.test']) {
      const admitted = await guard.admit(host);
      assert(!admitted.ok, host);
      const { kind, retry } = admitted.failure;
      assert.deepEqual([kind, retry], ['forbidden', 'never'], host);
    }
  }
});

test('public addresses are admitted, as they were resolved', async () => {
  for (const address of outside) {
    const guard = createGuard(createFakeResolver({ 'far.test': [address] }), []);
    assert.deepEqual(await guard.admit('far.test'), { ok: true, value: address });
  }
});

test('of several addresses the first that is public is taken', async () => {
  const guard = createGuard(createFakeResolver({ 'far.test': ['10.0.0.1', '1.1.1.1'] }), []);
  assert.deepEqual(await guard.admit('far.test'), { ok: true, value: '1.1.1.1' });
});

test('ranges and addresses that the owner allows are admitted, and nothing beside them', async () => {
  const guard = createGuard(createFakeResolver(), [
    '127.0.0.0/8',
    '10.1.2.3',
    'fd00:1::/32',
    '::1',
  ]);
  for (const host of ['127.1.2.3', '10.1.2.3', 'fd00:1::5', '::1', '::ffff:127.0.0.1']) {
    assert((await guard.admit(host)).ok, host);
  }
  for (const host of ['10.1.2.4', '192.168.0.1', 'fd00:2::5', 'fe80::1']) {
    assert(!(await guard.admit(host)).ok, host);
  }
});

test('a range is an address or a network', () => {
  for (const text of ['10.0.0.0/8', '127.0.0.1', 'fd00::/8', '::1']) assert(isRange(text), text);
  for (const text of ['10.0.0.0/99', 'localhost', '', '10.0.0.0/', 'fd00::/200']) {
    assert(!isRange(text), text);
  }
});

test('O13 a dispatch to the inside is undelivered, in whatever way its address is written', async (t) => {
  const { make, write, clock, heard, hosts, history, errors } = await openScene(t);
  hosts['evil.test'] = ['127.0.0.1'];
  const recipients = [
    'http://127.0.0.1/',
    'http://2130706433/',
    'http://0x7f.1/',
    'http://0177.0.0.1/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::1]:8420/onep:v1/rpc/process',
    'http://evil.test/',
    'http://169.254.169.254/latest/meta-data',
  ];
  const rids: string[] = [];
  for (const recipient of recipients) rids.push(await make({ recipient }));
  await write(1);
  await clock.advance(60_000);
  assert.deepEqual(heard, []);
  for (const rid of rids) {
    assert.deepEqual(await history(rid), ['undelivered'], rid);
    assert.match((await errors(rid)).detail ?? '', /no address that may be reached/);
  }
});

test('the address that was judged is the one that is connected to', async (t) => {
  const { make, write, clock, http } = await openScene(t);
  await make();
  await write(1);
  await clock.settle();
  assert.deepEqual(
    http.requests.map(({ address }) => address),
    [publicAddress],
  );
});

test('a redirect is not followed', async (t) => {
  const { make, write, clock, heard, serve } = await openScene(t);
  serve(() => ({ status: 302, headers: { location: 'http://127.0.0.1/' } }));
  await make();
  await write(1);
  await clock.settle();
  assert.equal(heard.length, 1);
  assert.equal(new URL(heard[0]?.url ?? '').hostname, 'far.test');
});
