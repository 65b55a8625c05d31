// What a vendor manages: its name, tokens, models and serial numbers.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyText } from '../../../support/onep.ts';
import { openVendor, said } from './world.ts';

test('a client registers one vendor name, which is nobody else’s until it is given back', async () => {
  const { platform, root, token, send, asCik } = await openVendor();
  assert.deepEqual(said(await send('GET', 'register', '', asCik(root.cik))), [200, 'acme']);
  assert.deepEqual(said(await send('GET', 'register', '', { 'x-exosite-token': token })), [
    200,
    'acme',
  ]);
  const shop = await platform.client(root);
  const register = (body: string) => send('POST', 'register', body, asCik(shop.cik));
  assert.equal((await send('GET', 'register', '', asCik(shop.cik))).status, 404);
  assert.equal((await register('vendor=acme')).status, 409);
  assert.equal((await register('vendor=a%20b')).status, 400);
  assert.equal((await register('vendor=shop')).status, 205);
  assert.equal((await register('vendor=shop')).status, 205);
  assert.equal((await register('vendor=shop2')).status, 409);
  assert.equal((await register('delete=true&vendor=acme')).status, 404);
  assert.equal((await register('delete=true&vendor=shop')).status, 205);
  const other = await platform.client(root);
  assert.equal((await send('POST', 'register', 'vendor=shop', asCik(other.cik))).status, 205);
});

test('tokens stand for the CIK until they are deleted', async () => {
  const { root, token, send, asCik } = await openVendor();
  const auth = (method: string, target: string, body = '') =>
    send(method, `admin/auth/${target}`, body, asCik(root.cik));
  assert.match(token, /^[0-9a-f]{40}$/);
  assert.deepEqual(said(await auth('GET', 'main')), [200, token]);
  assert.equal((await auth('POST', '', 'id=main')).status, 409);
  const second = bodyText(await auth('POST', '', 'id=second'));
  assert.deepEqual(said(await auth('GET', '')), [200, 'main\nsecond']);
  const models = (headers: Record<string, string>) => send('GET', 'manage/model/', '', headers);
  assert.equal((await models({ 'x-exosite-token': second })).status, 200);
  assert.equal((await auth('DELETE', 'second')).status, 205);
  assert.equal((await auth('POST', '', 'delete=true&id=main')).status, 205);
  assert.equal((await models({ 'x-exosite-token': second })).status, 401);
  assert.equal((await models({ 'x-exosite-token': token })).status, 401);
  assert.equal((await auth('GET', 'main')).status, 404);
});

test('nobody manages without a key that is known, and a locked vendor does nothing', async () => {
  const { platform, root, send, asCik } = await openVendor();
  assert.equal((await send('GET', 'manage/model/')).status, 401);
  assert.equal((await send('GET', 'manage/model/', '', asCik('0'.repeat(40)))).status, 401);
  const shop = await platform.client(root);
  await send('POST', 'register', 'vendor=shop', asCik(shop.cik));
  await platform.need(root, 'update', shop.rid, { locked: true });
  assert.equal((await send('GET', 'manage/model/', '', asCik(shop.cik))).status, 403);
});

test('models are created, listed, shown, updated and deleted', async () => {
  const { template, portal, manage, makeModel } = await openVendor();
  assert.deepEqual(said(await manage('GET', 'model/')), [200, '']);
  assert.deepEqual(said(await makeModel('m1', '&options[]=noaliases')), [205, '']);
  assert.equal((await makeModel('m1')).status, 409);
  assert.equal((await makeModel('m2')).status, 205);
  assert.deepEqual(said(await manage('GET', 'model/')), [200, 'm1\nm2']);
  assert.deepEqual(said(await manage('GET', 'model/m1')), [
    200,
    `rid=${template.rid}&options[]=noaliases`,
  ]);
  assert.equal((await manage('PUT', 'model/m1', `rid=${portal.rid}`)).status, 205);
  assert.deepEqual(said(await manage('GET', 'model/m1')), [200, `rid=${portal.rid}`]);
  assert.equal((await manage('PUT', 'model/m1', '')).status, 400);
  assert.equal((await manage('DELETE', 'model/m1', 'delete=true&model=m1')).status, 205);
  assert.equal((await manage('POST', 'model/', 'delete=true&model=m2')).status, 205);
  assert.deepEqual(said(await manage('GET', 'model/')), [200, '']);
  assert.equal((await manage('GET', 'model/m1')).status, 404);
});

test('a model needs a vendor name', async () => {
  const { platform, root, send, asCik } = await openVendor();
  const shop = await platform.client(root);
  const own = await platform.client(shop);
  const made = await send('POST', 'manage/model/', `model=m&rid=${own.rid}`, asCik(shop.cik));
  assert.equal(made.status, 403);
});

test('serial numbers are added one by one, in a form, and as a list with notes', async () => {
  const { manage, makeModel } = await openVendor();
  await makeModel('m1');
  assert.equal((await manage('POST', 'model/m1/', 'add=true&sn=001&extra=a%2C%20b')).status, 205);
  assert.equal((await manage('POST', 'model/m1/', 'sn%5B%5D=002&sn[]=003')).status, 205);
  assert.equal((await manage('POST', 'model/m1/', '004,x y\r\n005\n', 'text/csv')).status, 205);
  const rows = '001,,a%2C%20b\n002,,\n003,,\n004,,x%20y\n005,,';
  assert.deepEqual(said(await manage('GET', 'model/m1/')), [200, rows]);
  assert.equal((await manage('POST', 'model/m1/', 'sn[]=006&sn[]=003')).status, 409);
  assert.equal((await manage('POST', 'model/m1/', '')).status, 400);
  assert.deepEqual(said(await manage('GET', 'model/m1/')), [200, rows], 'all or none');
});

test('a list of serial numbers comes in pages of 5 to 1000', async () => {
  const { manage, makeModel } = await openVendor();
  await makeModel('m1');
  const numbers = Array.from({ length: 12 }, (_, at) => String(at + 1).padStart(3, '0'));
  await manage('POST', 'model/m1/', numbers.join('\n'), 'text/csv; charset=utf-8');
  const page = async (query: string) =>
    bodyText(await manage('GET', `model/m1/?${query}`))
      .split('\n')
      .map((line) => line.split(',')[0]);
  assert.deepEqual(await page('limit=6'), numbers.slice(0, 6));
  assert.deepEqual(await page('offset=6&limit=1000'), numbers.slice(6));
  assert.equal((await page('limit=1')).length, 5);
  assert.equal((await page('')).length, 12);
});

test('serial numbers are removed in each of the ways in which they are named', async () => {
  const { manage, makeModel } = await openVendor();
  await makeModel('m1');
  await manage('POST', 'model/m1/', '1\n2\n3\n4\n5\n6', 'text/csv');
  assert.equal((await manage('DELETE', 'model/m1/1')).status, 205);
  assert.equal((await manage('DELETE', 'model/m1/1')).status, 404);
  assert.equal((await manage('POST', 'model/m1/', 'delete=true&sn=2')).status, 205);
  assert.equal((await manage('POST', 'model/m1/', 'remove=true&sn[]=3&sn[]=4')).status, 205);
  assert.equal((await manage('DELETE', 'model/m1/', '5\n6\n', 'text/csv')).status, 205);
  assert.deepEqual(said(await manage('GET', 'model/m1/')), [200, '']);
});

test('a range holds the serial numbers that are written as its numbers are', async () => {
  const { manage, makeModel, portal, activate } = await openVendor();
  await makeModel('m1');
  const range = (more: object) =>
    JSON.stringify({ ranges: [{ length: null, casing: null, ...more }] });
  const add = (more: object) =>
    manage('POST', 'model/m1/', range(more), 'application/javascript; charset=utf-8');
  const mac = { format: 'mac:48', casing: 'upper', first: 0x010203040500, last: 0x0102030405ff };
  assert.deepEqual(said(await manage('GET', 'model/m1/?show=ranges')), [200, '[]']);
  assert.equal((await add(mac)).status, 205);
  assert.deepEqual(JSON.parse(bodyText(await manage('GET', 'model/m1/?show=ranges'))), [
    { format: 'mac:48', length: null, casing: 'upper', first: 1108152157440, last: 1108152157695 },
  ]);
  await add({ format: 'base10', length: 4, first: 7, last: 12 });
  await add({ format: 'base16', length: 3, casing: 'lower', first: 10, last: 20 });
  await add({ format: 'mac.48', first: 1, last: 2 });
  const known = async (sn: string) => (await manage('GET', `model/m1/${sn}`)).status === 204;
  for (const sn of ['01:02:03:04:05:AB', '0007', '0012', '00a', '014', '0000.0000.0001']) {
    assert.ok(await known(sn), sn);
  }
  for (const sn of ['01:02:03:04:06:00', '01:02:03:04:05:ab', '7', '0013', '00A', '0x00a', '-']) {
    assert.ok(!(await known(sn)), sn);
  }
  const sn = '01:02:03:04:05:AB';
  const enabled = await manage('POST', `model/m1/${sn}`, `enable=true&owner=${portal.rid}`);
  assert.equal(enabled.status, 200);
  assert.equal((await activate(sn)).status, 200);
  assert.equal((await manage('DELETE', 'model/m1/', range(mac), 'application/json')).status, 205);
  assert.ok(!(await known('01:02:03:04:05:00')));
  assert.equal((await manage('GET', `model/m1/${sn}`)).status, 200, 'a device stays');
  for (const wrong of ['{}', 'no', range({ format: 'base10', first: 2, last: 1 })]) {
    const reply = await manage('POST', 'model/m1/', wrong, 'application/json');
    assert.equal(reply.status, 400, wrong);
  }
});

test('a path that is none is 404, another method 405', async () => {
  const { manage, send } = await openVendor();
  assert.equal((await send('GET', 'nothing')).status, 404);
  assert.equal((await manage('GET', 'model')).status, 404);
  assert.equal((await manage('GET', 'model//')).status, 404);
  const reply = await send('GET', 'activate');
  assert.deepEqual([reply.status, reply.headers?.allow], [405, 'POST']);
});

test('what a dropped vendor leaves is swept away, and its name is free', async () => {
  const { platform, root, send, asCik } = await openVendor();
  const before = platform.disk.keys('/platform');
  const shop = await platform.client(root);
  const key = asCik(shop.cik);
  await send('POST', 'register', 'vendor=shop', key);
  await send('POST', 'admin/auth/', 'id=t', key);
  const own = await platform.client(shop);
  await send('POST', 'manage/model/', `model=m1&rid=${own.rid}`, key);
  await send('POST', 'manage/model/m1/', 'sn=1', key);
  await send('POST', 'manage/model/m1/1', `enable=true&owner=${shop.rid}`, key);
  await send('POST', 'manage/content/m1/', 'id=a.txt', key);
  await send('POST', 'manage/content/m1/a.txt', 'x'.repeat(200_000), key);
  await platform.need(root, 'drop', shop.rid);
  const left = () => platform.disk.keys('/platform').filter((name) => name.startsWith('g/'));
  for (let turn = 0; turn < 100 && left().length > 0; turn += 1) await platform.clock.settle();
  const bare = (keys: readonly string[]) => keys.filter((name) => /^[vw]\//.test(name));
  assert.deepEqual(bare(platform.disk.keys('/platform')), bare(before));
  const other = await platform.client(root);
  assert.equal((await send('POST', 'register', 'vendor=shop', asCik(other.cik))).status, 205);
});

test('no token and no share code lies in the store in the clear', async () => {
  const { platform, portal, template, token, manage } = await openVendor();
  const code = String(await platform.need(portal, 'share', template.rid, {}));
  assert.equal((await manage('POST', 'model/', `model=m1&code=${code}`)).status, 205);
  const seen: string[] = [...platform.disk.keys('/platform')];
  for (const key of platform.disk.keys('/platform')) {
    platform.disk.alter('/platform', key, (value) => {
      seen.push(Buffer.from(value).toString('latin1'));
      return value;
    });
  }
  assert.ok(seen.some((text) => text.includes('sealedCode')));
  assert.ok(!seen.some((text) => text.includes(token) || text.includes(code)));
});
