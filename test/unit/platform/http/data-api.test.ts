// The HTTP data API: newest values and writes by alias, recorded points, and long polls.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Reply } from '../../../../src/core/ports/http-server.ts';
import { ask, bodyText, now, openTestPlatform } from '../../../support/onep.ts';

const aliasPath = '/onep:v1/stack/alias';
const recordPath = '/onep:v1/stack/record';

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  for (const format of ['float', 'integer', 'string', 'boolean']) {
    const rid = await platform.need(device, 'create', 'dataport', { format });
    await platform.need(device, 'map', 'alias', rid, format);
  }
  const key = { 'x-exosite-cik': device.cik };
  const get = (query: string, headers: object = {}, signal?: AbortSignal) =>
    ask(platform.handle, '', {
      path: aliasPath,
      method: 'GET',
      query,
      headers: { ...key, ...headers },
      ...(signal && { signal }),
    });
  const post = (body: string, query = '', path = aliasPath) =>
    ask(platform.handle, body, { path, query, headers: key });
  const record = (body: string) => post(body, '', recordPath);
  const points = (alias: string) =>
    platform.need(device, 'read', { alias }, { limit: 99, sort: 'asc', endtime: now + 999 });
  return { platform, device, get, post, record, points };
}

const said = (reply: Reply) => [reply.status, bodyText(reply)];

test('a POST writes at the server time and answers 204', async () => {
  const { post, points } = await openWorld();
  assert.deepEqual(said(await post('float=2.75&string=a+b%26c&integer=616')), [204, '']);
  assert.deepEqual(await points('float'), [[now, 2.75]]);
  assert.deepEqual(await points('string'), [[now, 'a b&c']]);
  assert.deepEqual(await points('integer'), [[now, 616]]);
});

test('a GET answers the newest values, the last alias first', async () => {
  const { post, get } = await openWorld();
  await post('float=2.75&string=foo&integer=616');
  const reply = await get('string&integer&float');
  assert.deepEqual(said(reply), [200, 'float=2.75&integer=616&string=foo']);
  assert.equal(reply.headers?.['content-type'], 'application/x-www-form-urlencoded; charset=utf-8');
  assert.equal(bodyText(await get('integer=&float')), 'float=2.75&integer=616');
});

test('values are escaped, a float keeps its fraction, and a boolean is a word', async () => {
  const { post, get } = await openWorld();
  await post('float=1&boolean=1&string=50%25+%3D+%22h%C3%A4lfte%22');
  assert.equal(bodyText(await get('float')), 'float=1.0');
  assert.equal(bodyText(await get('boolean')), 'boolean=true');
  assert.equal(bodyText(await get('string')), 'string=50%25%20%3D%20%22h%C3%A4lfte%22');
});

test('what is not there, or has no value, is left out; with nothing left the answer is 204', async () => {
  const { post, get } = await openWorld();
  assert.deepEqual(said(await get('float&nobody')), [204, '']);
  assert.deepEqual(said(await get('')), [204, '']);
  assert.deepEqual(said(await post('nobody=1&float=2')), [204, '']);
  assert.deepEqual(said(await get('nobody&float&integer')), [200, 'float=2.0']);
});

test('a hybrid writes before it reads', async () => {
  const { post } = await openWorld();
  assert.deepEqual(said(await post('float=17.5&string=bar', 'float&integer')), [200, 'float=17.5']);
  assert.deepEqual(said(await post('float=18.5', 'integer')), [204, '']);
});

test('a value that does not fit is 400 and names the alias; the others are written', async () => {
  const { post, points } = await openWorld();
  const [status, text] = said(await post('integer=foo&float=2', 'float'));
  assert.equal(status, 400);
  assert.match(String(text), /: integer\n/);
  assert.deepEqual(await points('float'), [[now, 2]]);
  assert.deepEqual(await points('integer'), []);
});

test('a form that cannot be read is 400', async () => {
  const { platform, device, post, get } = await openWorld();
  assert.equal((await post('float=%zz')).status, 400);
  assert.equal((await post('float=1', '%zz')).status, 400);
  assert.equal((await get('%e4')).status, 400);
  const headers = { 'x-exosite-cik': device.cik };
  const noText = Uint8Array.of(0x61, 0x3d, 0xff);
  assert.equal((await ask(platform.handle, noText, { path: aliasPath, headers })).status, 400);
});

test('a key that is missing or unknown is 401, and a locked client 403', async () => {
  const { platform, device, get } = await openWorld();
  for (const path of [aliasPath, recordPath]) {
    for (const headers of [{}, { 'x-exosite-cik': `${device.cik}a` }]) {
      const reply = await ask(platform.handle, 'alias=float&1=2', { path, headers });
      assert.equal(reply.status, 401);
    }
  }
  await platform.need(platform.root, 'update', device.rid, { locked: true });
  assert.equal((await get('float')).status, 403);
});

test('the paths of the first version are served too', async () => {
  const { post, points } = await openWorld();
  assert.equal((await post('float=1', '', '/api:v1/stack/alias')).status, 204);
  assert.equal((await post('alias=float&7=1', '', '/api:v1/stack/record')).status, 204);
  assert.deepEqual(await points('float'), [
    [7, 1],
    [now, 1],
  ]);
});

test('record stores the points of several aliases at their own times', async () => {
  const { record, points } = await openWorld();
  const body = 'alias=float&20=2.5&10=1&alias=nobody&5=5&alias=string&-10=then';
  assert.deepEqual(said(await record(body)), [204, '']);
  assert.deepEqual(await points('float'), [
    [10, 1],
    [20, 2.5],
  ]);
  assert.deepEqual(await points('string'), [[now - 10, 'then']]);
});

test('R1 record answers 409 with what was refused, stores the rest, and takes the same again', async () => {
  const { record, points } = await openWorld();
  assert.deepEqual(said(await record('alias=float&10=1&10=2&alias=integer&20=x&21=3')), [
    409,
    'float=10&integer=20',
  ]);
  assert.deepEqual(await points('float'), [[10, 1]]);
  assert.deepEqual(await points('integer'), [[21, 3]]);
  assert.deepEqual(said(await record('alias=float&10=1')), [204, '']);
  assert.deepEqual(said(await record('alias=float&10=2&11=2')), [409, 'float=10']);
  const late = now + 601;
  assert.deepEqual(said(await record(`alias=float&${late}=1`)), [409, `float=${late}`]);
});

test('a record without an alias in front, or with a time that is none, is 400', async () => {
  const { record } = await openWorld();
  for (const body of ['', '10=1', 'alias=float&noon=1', 'alias=float&=1']) {
    assert.equal((await record(body)).status, 400, body);
  }
});

test('R6 a long poll answers the next value with the time that it has', async () => {
  const { platform, get, post } = await openWorld();
  await post('float=1');
  const polled = get('float', { 'request-timeout': '30000' });
  await platform.clock.advance(5000);
  await post('float=2');
  const reply = await polled;
  assert.deepEqual(said(reply), [200, 'float=2.0']);
  const modified = reply.headers?.['last-modified'];
  assert.equal(modified, new Date((now + 5) * 1000).toUTCString());
  const again = get('float', { 'request-timeout': '1000', 'if-modified-since': modified });
  await platform.clock.advance(1000);
  assert.deepEqual(said(await again), [304, '']);
});

test('R6 If-Modified-Since takes seconds, and what is newer already is answered at once', async () => {
  const { get, record } = await openWorld();
  await record('alias=string&10=a&20=b&30=c');
  const headers = { 'request-timeout': '1000', 'if-modified-since': '10' };
  assert.deepEqual(said(await get('string', headers)), [200, 'string=b']);
});

test('R6 a long poll waits 300 s at most, and ends with its peer', async () => {
  const { platform, get } = await openWorld();
  const polled = get('float', { 'request-timeout': '900000' });
  await platform.clock.advance(300_000);
  assert.equal((await polled).status, 304);
  const peer = new AbortController();
  const left = get('float', { 'request-timeout': '900000' }, peer.signal);
  await platform.clock.settle();
  assert.equal(platform.clock.waiting, 1);
  peer.abort();
  await left;
  assert.equal(platform.clock.waiting, 0);
});

test('a long poll of two aliases, or with headers that make no sense, is 400', async () => {
  const { get } = await openWorld();
  assert.equal((await get('float&string', { 'request-timeout': '10' })).status, 400);
  assert.equal((await get('float', { 'request-timeout': 'soon' })).status, 400);
  const headers = { 'request-timeout': '10', 'if-modified-since': 'yesterday' };
  assert.equal((await get('float', headers)).status, 400);
  assert.equal((await get('nobody', { 'request-timeout': '10' })).status, 204);
});

test('O26 each request is one of the calls of the day', async () => {
  const { platform, device, get, post, record } = await openWorld();
  await platform.need(platform.root, 'update', device.rid, { limits: { io: 4 } });
  assert.equal((await post('float=1&integer=2')).status, 204);
  assert.equal((await get('float&integer')).status, 200);
  assert.equal((await record('alias=float&1=1&2=2')).status, 204);
  assert.equal(
    (await get('float', { 'request-timeout': '1', 'if-modified-since': '1' })).status,
    200,
  );
  for (const reply of [
    await post('float=2'),
    await get('float'),
    await get('float', { 'request-timeout': '1' }),
    await record('alias=float&3=3'),
  ]) {
    assert.equal(reply.status, 429);
  }
  await platform.clock.advance(86_400_000);
  assert.equal((await get('float')).status, 200);
});

test('a method that a path does not have is 405 and names those that it has', async () => {
  const { platform } = await openWorld();
  const reply = await ask(platform.handle, '', { path: aliasPath, method: 'PUT' });
  assert.equal(reply.status, 405);
  assert.equal(reply.headers?.allow, 'GET, POST');
});
