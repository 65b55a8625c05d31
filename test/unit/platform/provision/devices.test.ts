// The life of a provisioned device: added, enabled, activated, regenerated, disabled, remapped, dropped.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, bodyText, now, request } from '../../../support/onep.ts';
import { openVendor, said } from './world.ts';

async function openEnabled() {
  const vendor = await openVendor();
  await vendor.makeModel('m1');
  await vendor.manage('POST', 'model/m1/', 'sn=001');
  const enabled = await vendor.manage(
    'POST',
    'model/m1/001',
    `enable=true&owner=${vendor.portal.rid}`,
  );
  return { ...vendor, rid: bodyText(enabled), enabled };
}

test('a device that is enabled is a clone of the template under its owner, not activated yet', async () => {
  const { platform, portal, enabled, rid, manage, status } = await openEnabled();
  assert.deepEqual([enabled.status, rid], [200, rid]);
  assert.match(rid, /^[0-9a-f]{40}$/);
  assert.equal(await platform.need(portal, 'lookup', 'owner', rid), portal.rid);
  assert.equal(await status(rid), 'notactivated');
  const info = await platform.need(portal, 'info', rid, { description: true });
  const { meta } = (info as { description: { meta: string } }).description;
  assert.deepEqual(JSON.parse(meta), {
    device: { type: 'vendor', vendor: 'acme', model: 'm1', sn: '001' },
  });
  assert.deepEqual(said(await manage('GET', 'model/m1/001')), [200, `notactivated,${rid},`]);
});

test('its key is fetched once by vendor, model and serial number, and works', async () => {
  const { platform, rid, activate, manage, status } = await openEnabled();
  const [code, cik] = said(await activate('001'));
  assert.equal(code, 200);
  assert.match(String(cik), /^[0-9a-f]{40}$/);
  assert.equal(await status(rid), 'activated');
  assert.deepEqual(said(await manage('GET', 'model/m1/001')), [200, `activated,${rid},`]);
  const device = { cik: String(cik) };
  assert.equal(await platform.need(device, 'lookup', 'aliased', ''), rid);
  assert.deepEqual(await platform.need(device, 'read', { alias: 'temperature' }), [[10, 1.5]]);
  assert.equal((await activate('001')).status, 409);
});

test('the key of a device opens nothing before it is activated', async () => {
  const { platform, portal, rid } = await openEnabled();
  const { key } = (await platform.need(portal, 'info', rid, { key: true })) as { key: string };
  const call = request({ cik: key }, [['lookup', 'aliased', '']]);
  assert.match(bodyText(await ask(platform.handle, call)), /"code":401/);
});

test('what is not there is 404, and what is not enabled 409', async () => {
  const { activate, manage, send } = await openEnabled();
  assert.equal((await activate('002')).status, 404);
  assert.equal((await activate('001', 'm2')).status, 404);
  assert.equal((await send('POST', 'activate', 'vendor=other&model=m1&sn=001')).status, 404);
  assert.equal((await send('POST', 'activate', '')).status, 404);
  await manage('POST', 'model/m1/', 'sn=002');
  assert.equal((await activate('002')).status, 409);
  assert.equal((await manage('GET', 'model/m1/002')).status, 204);
  assert.equal((await manage('GET', 'model/m1/003')).status, 404);
});

test('a device that is not activated within a day expires, and can be enabled again', async () => {
  const { platform, rid, activate, manage, status } = await openEnabled();
  await platform.clock.advance(86_400_000);
  assert.equal(await status(rid), 'expired');
  assert.equal((await activate('001')).status, 409);
  assert.equal((await manage('POST', 'model/m1/001', 'enable=true')).status, 205);
  assert.equal(await status(rid), 'notactivated');
  assert.equal((await activate('001')).status, 200);
});

test('regenerating gives a new key, and the old one is 401 at once', async () => {
  const { platform, rid, activate, manage, status } = await openEnabled();
  const old = bodyText(await activate('001'));
  assert.deepEqual(said(await manage('POST', 'model/m1/001', 'enable=true')), [205, '']);
  assert.equal(await status(rid), 'notactivated');
  const call = request({ cik: old }, [['lookup', 'aliased', '']]);
  assert.match(bodyText(await ask(platform.handle, call)), /"code":401/);
  const next = bodyText(await activate('001'));
  assert.notEqual(next, old);
  assert.equal(await platform.need({ cik: next }, 'lookup', 'aliased', ''), rid);
});

test('a disabled device is expired until it is enabled again', async () => {
  const { platform, rid, activate, manage, status } = await openEnabled();
  const cik = bodyText(await activate('001'));
  assert.equal((await manage('POST', 'model/m1/001', 'disable=true')).status, 205);
  assert.equal(await status(rid), 'expired');
  assert.match(bodyText(await ask(platform.handle, request({ cik }, []))), /"code":401/);
  assert.equal((await activate('001')).status, 409);
  await manage('POST', 'model/m1/001', 'enable=true');
  assert.equal((await activate('001')).status, 200);
  assert.equal(await status(rid), 'activated');
});

test('a serial number has one client; one whose client was dropped is enabled anew', async () => {
  const { platform, portal, root, rid, manage } = await openEnabled();
  const enable = () => manage('POST', 'model/m1/001', `enable=true&owner=${portal.rid}`);
  assert.equal((await enable()).status, 409);
  await platform.need(root, 'drop', rid);
  assert.equal((await manage('GET', 'model/m1/001')).status, 409);
  assert.equal((await manage('POST', 'model/m1/001', 'enable=true')).status, 409);
  assert.equal((await enable()).status, 200);
});

test('another serial number can take the client over', async () => {
  const { rid, activate, manage, status } = await openEnabled();
  await activate('001');
  await manage('POST', 'model/m1/', 'sn=002');
  assert.equal((await manage('POST', 'model/m1/002', 'enable=true&oldsn=001')).status, 205);
  assert.equal(await status(rid), 'notactivated');
  assert.equal((await activate('001')).status, 409);
  assert.equal((await activate('002')).status, 200);
  assert.deepEqual(said(await manage('GET', 'model/m1/002')), [200, `activated,${rid},`]);
  assert.equal((await manage('GET', 'model/m1/001')).status, 204);
});

test('an owner that is not the vendor’s, one without room, and a lost template are told apart', async () => {
  const { platform, root, portal, template, manage, send, asCik } = await openVendor();
  const shop = await platform.client(root);
  await send('POST', 'register', 'vendor=shop', asCik(shop.cik));
  const inShop = (method: string, target: string, body: string) =>
    send(method, `manage/${target}`, body, asCik(shop.cik));
  const own = await platform.client(shop);
  await inShop('POST', 'model/', `model=m1&rid=${own.rid}`);
  await inShop('POST', 'model/m1/', 'sn=1');
  const enable = (owner: string) => inShop('POST', 'model/m1/1', `enable=true&owner=${owner}`);
  assert.equal((await enable(portal.rid)).status, 403);
  const small = await platform.client(shop, { limits: {} });
  assert.equal((await enable(small.rid)).status, 409);
  await platform.need(shop, 'drop', own.rid);
  assert.equal((await enable(shop.rid)).status, 409);
  const foreign = await inShop('POST', 'model/', `model=m2&rid=${template.rid}`);
  assert.equal(foreign.status, 400);
  assert.equal((await manage('GET', 'model/m1')).status, 404);
});

test('options of the model say what a clone is to have', async () => {
  const { platform, portal, manage, makeModel, activate } = await openVendor();
  await makeModel(
    'm1',
    '&options%5B%5D=noaliases&options%5B%5D=nohistorical&options%5B%5D=nonsense',
  );
  await manage('POST', 'model/m1/', 'sn=1');
  await manage('POST', 'model/m1/1', `enable=true&owner=${portal.rid}`);
  const cik = bodyText(await activate('1'));
  const [[port]] = (await platform.need({ cik }, 'listing', ['dataport'])) as [[string]];
  assert.deepEqual(await platform.need({ cik }, 'read', port), []);
  const [lookup] = await platform.rpc({ cik }, ['lookup', 'aliased', 'temperature']);
  assert.equal(lookup?.status, 'invalid');
});

test('a template may be named by a share code', async () => {
  const { platform, root, portal, template, manage, send, asCik } = await openVendor();
  const code = String(await platform.need(portal, 'share', template.rid, {}));
  const shop = await platform.client(root);
  await send('POST', 'register', 'vendor=shop', asCik(shop.cik));
  const inShop = (method: string, target: string, body = '') =>
    send(method, `manage/${target}`, body, asCik(shop.cik));
  assert.equal((await inShop('POST', 'model/', `model=m1&code=${'0'.repeat(40)}`)).status, 400);
  assert.equal((await inShop('POST', 'model/', `model=m1&code=${code}`)).status, 205);
  assert.deepEqual(said(await inShop('GET', 'model/m1')), [200, `code=${code}`]);
  await inShop('POST', 'model/m1/', 'sn=1');
  const enabled = await inShop('POST', 'model/m1/1', `enable=true&owner=${shop.rid}`);
  assert.equal(enabled.status, 200);
  const twice = `model=m2&code=${code}&rid=${template.rid}`;
  assert.equal((await manage('POST', 'model/', twice)).status, 400);
});

test('the log of a serial number tells what became of it, and who asked', async () => {
  const { platform, manage, makeModel, activate, portal } = await openVendor();
  await makeModel('m1');
  await manage('POST', 'model/m1/', 'sn=1');
  assert.equal((await manage('GET', 'model/m1/1?show=log')).status, 204);
  await manage('POST', 'model/m1/1', `enable=true&owner=${portal.rid}`);
  await platform.clock.advance(5000);
  await activate('1');
  const lines = [`${now},127.0.0.1,enabled`, `${now + 5},127.0.0.1,activated`];
  assert.deepEqual(said(await manage('GET', 'model/m1/1?show=log')), [200, lines.join('\n')]);
});

test('a device survives its serial number and its model, and a restart', async () => {
  const { platform, rid, activate, manage } = await openEnabled();
  const cik = bodyText(await activate('001'));
  await platform.restart();
  assert.equal((await manage('DELETE', 'model/m1/001')).status, 205);
  assert.equal((await manage('DELETE', 'model/m1')).status, 205);
  assert.equal(await platform.need({ cik }, 'lookup', 'aliased', ''), rid);
});
