// Content of a model: created, uploaded, listed, downloaded whole and in parts, and deleted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bodyText, now } from '../../../support/onep.ts';
import { openVendor, said } from './world.ts';

async function openModel() {
  const vendor = await openVendor();
  await vendor.makeModel('m1');
  await vendor.manage('POST', 'model/m1/', 'sn=1');
  await vendor.manage('POST', 'model/m1/1', `enable=true&owner=${vendor.portal.rid}`);
  const device = vendor.asCik(bodyText(await vendor.activate('1')));
  const download = (query: string, headers: Record<string, string> = {}) =>
    vendor.send('GET', `download?vendor=acme&model=m1${query}`, '', { ...device, ...headers });
  return { ...vendor, device, download };
}

test('an entry is created, filled, described and deleted', async () => {
  const { platform, manage } = await openModel();
  assert.deepEqual(said(await manage('GET', 'content/m1/')), [200, '']);
  assert.equal((await manage('GET', 'content/m1/a.txt')).status, 404);
  assert.equal((await manage('POST', 'content/m1/', 'id=a.txt&meta=this%2C+text')).status, 205);
  assert.equal((await manage('POST', 'content/m1/', 'id=a.txt')).status, 409);
  assert.deepEqual(said(await manage('GET', 'content/m1/a.txt')), [
    200,
    `,0,${now},this%2C%20text,false`,
  ]);
  await platform.clock.advance(9000);
  assert.equal((await manage('POST', 'content/m1/a.txt', 'hello', 'text/plain')).status, 205);
  assert.deepEqual(said(await manage('GET', 'content/m1/a.txt')), [
    200,
    `text/plain,5,${now + 9},this%2C%20text,false`,
  ]);
  const blob = await manage('GET', 'content/m1/a.txt?download=true');
  assert.deepEqual(said(blob), [200, 'hello']);
  assert.equal(blob.headers?.['content-type'], 'text/plain');
  await manage('POST', 'content/m1/a.txt', 'shorter', 'text/html');
  assert.equal(bodyText(await manage('GET', 'content/m1/a.txt?download=true')), 'shorter');
  assert.deepEqual(said(await manage('GET', 'content/m1/')), [200, 'a.txt']);
  assert.equal((await manage('DELETE', 'content/m1/a.txt')).status, 205);
  assert.equal((await manage('DELETE', 'content/m1/a.txt')).status, 404);
  await manage('POST', 'content/m1/', 'id=b&description=old+form');
  assert.match(bodyText(await manage('GET', 'content/m1/b')), /old%20form/);
  assert.equal((await manage('POST', 'content/m1/', 'delete=true&id=b')).status, 205);
  assert.deepEqual(said(await manage('GET', 'content/m1/')), [200, '']);
  assert.equal((await manage('POST', 'content/m1/none', 'x')).status, 404);
});

test('a device lists and downloads what is not protected', async () => {
  const { manage, download } = await openModel();
  await manage('POST', 'content/m1/', 'id=fw.bin&meta=v2');
  await manage('POST', 'content/m1/fw.bin', Uint8Array.of(0, 255, 10), 'application/octet-stream');
  await manage('POST', 'content/m1/', 'id=secret&protected=true');
  assert.deepEqual(said(await download('')), [200, 'fw.bin']);
  const blob = await download('&id=fw.bin');
  assert.deepEqual(Buffer.from(blob.body as Uint8Array), Buffer.from([0, 255, 10]));
  assert.equal(blob.headers?.['accept-ranges'], 'bytes');
  assert.deepEqual(said(await download('&id=fw.bin&info=true')), [
    200,
    `application/octet-stream,3,${now},v2`,
  ]);
  assert.equal((await download('&id=none')).status, 404);
  assert.equal((await download('&id=secret')).status, 403);
});

test('only an activated device of the model downloads', async () => {
  const { platform, root, send, asCik, device, manage } = await openModel();
  await manage('POST', 'content/m1/', 'id=a');
  const from = (query: string, headers: Record<string, string>) =>
    send('GET', `download?${query}`, '', headers);
  assert.equal((await from('vendor=acme&model=m1', {})).status, 401);
  const stranger = await platform.client(root);
  assert.equal((await from('vendor=acme&model=m1', asCik(stranger.cik))).status, 403);
  assert.equal((await from('vendor=acme&model=m2', device)).status, 403);
  assert.equal((await from('vendor=other&model=m1', device)).status, 403);
  assert.equal((await from('vendor=acme&model=m2&id=a&info=true', device)).status, 400);
  assert.equal((await from('vendor=acme&model=m1', device)).status, 200);
  await manage('POST', 'model/m1/1', 'disable=true');
  assert.equal((await from('vendor=acme&model=m1', device)).status, 401);
});

test('a Range gives that part, across pieces too; one that is not there is 416', async () => {
  const { manage, download } = await openModel();
  const bytes = Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * 7) % 251));
  await manage('POST', 'content/m1/', 'id=fw');
  await manage('POST', 'content/m1/fw', bytes, 'application/octet-stream');
  const part = async (range: string) => download('&id=fw', { range });
  for (const [range, from, to] of [
    ['bytes=0-9', 0, 10],
    ['bytes=65530-65545', 65_530, 65_546],
    ['bytes=60000-140000', 60_000, 140_001],
    ['bytes=199990-', 199_990, 200_000],
    ['bytes=-5', 199_995, 200_000],
    ['bytes=199990-999999', 199_990, 200_000],
    ['bytes=-999999', 0, 200_000],
  ] as const) {
    const reply = await part(range);
    assert.equal(reply.status, 206, range);
    assert.deepEqual(Buffer.from(reply.body as Uint8Array), bytes.subarray(from, to), range);
    assert.equal(reply.headers?.['content-range'], `bytes ${from}-${to - 1}/200000`);
  }
  for (const range of ['bytes=200000-', 'bytes=-0', 'bytes=300000-300001']) {
    const reply = await part(range);
    assert.equal(reply.status, 416, range);
    assert.equal(reply.headers?.['content-range'], 'bytes */200000');
  }
  for (const range of ['bytes=-', 'lines=0-9', 'bytes=9-2', 'bytes=0-1,5-6']) {
    assert.equal((await part(range)).status, 200, range);
  }
  const whole = await download('&id=fw');
  assert.deepEqual(Buffer.from(whole.body as Uint8Array), bytes);
});
