// Dispatches: what they send, in which form, and what their history says (checklist O13, ruling 7).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { now } from '../../../support/onep.ts';
import { openScene } from './scene.ts';

const form = 'application/x-www-form-urlencoded; charset=utf-8';

test('O13 a value that reaches a dispatch is sent, and its history says what', async (t) => {
  const { make, write, clock, heard, history } = await openScene(t);
  const rid = await make();
  await write(79);
  assert.deepEqual(await history(rid), ['79']);
  await clock.settle();
  assert.equal(heard.length, 1);
});

test('O13 a message that is given is sent in place of the value', async (t) => {
  const { make, write, history } = await openScene(t);
  const rid = await make({ message: 'It is hot.' });
  await write(79);
  assert.deepEqual(await history(rid), ['It is hot.']);
});

test('R7 http_post sends a form, with the alias, the value, its time and the message', async (t) => {
  const { platform, device, make, write, clock, heard } = await openScene(t);
  const rid = await make({ message: 'a & b' });
  await platform.need(device, 'map', 'alias', rid, 'alert');
  await write(1.5);
  await clock.settle();
  const [{ method, url, type, body } = { body: '' }] = heard;
  assert.deepEqual([method, url, type], ['POST', 'http://far.test/hook?token=1', form]);
  const { delivery, ...pairs } = Object.fromEntries(new URLSearchParams(body));
  assert.deepEqual(pairs, {
    alias: 'alert',
    value: '1.5',
    timestamp: String(now),
    message: 'a & b',
  });
  assert.match(delivery ?? '', /^[0-9a-f]{40}$/);
});

test('R7 http_put with format=json sends JSON', async (t) => {
  const { make, write, clock, heard } = await openScene(t);
  const recipient = 'http://far.test/hook?token=1&format=json';
  const rid = await make({ method: 'http_put', recipient, subject: 'Hot' });
  await write(1.5);
  await clock.settle();
  const [{ method, url, type, body } = { body: '' }] = heard;
  assert.deepEqual([method, url, type], ['PUT', recipient, 'application/json']);
  const { delivery, ...rest } = JSON.parse(body);
  const expected = { alias: '', value: 1.5, timestamp: now, message: '1.5', subject: 'Hot' };
  assert.deepEqual(rest, { dispatch: rid, ...expected });
  assert.match(delivery, /^[0-9a-f]{40}$/);
});

test('R7 http_get puts the same into the query, behind what is there', async (t) => {
  const { make, write, clock, heard } = await openScene(t);
  await make({ method: 'http_get', message: 'hot' });
  await write(2);
  await clock.settle();
  const url = new URL(heard[0]?.url ?? '');
  assert.equal(heard[0]?.method, 'GET');
  const { delivery, ...pairs } = Object.fromEntries(url.searchParams);
  const expected = { token: '1', alias: '', value: '2', timestamp: String(now), message: 'hot' };
  assert.deepEqual(pairs, expected);
  assert.match(delivery ?? '', /^[0-9a-f]{40}$/);
});

test('O13 an email dispatch sends a mail with its subject', async (t) => {
  const { make, write, clock, mail } = await openScene(t);
  await make({ method: 'email', recipient: 'owner@farm.test', subject: 'Hot', message: 'Look.' });
  await write(1);
  await clock.settle();
  const [{ id, ...sent } = { id: '' }] = mail.taken;
  assert.deepEqual(sent, { to: 'owner@farm.test', subject: 'Hot', text: 'Look.' });
  assert.match(id, /^[0-9a-f]{40}$/);
});

test('O13 sms and xmpp go to the gateway that the operator named, as a form', async (t) => {
  const dispatch = { smsGateway: 'http://sms.test/in', xmppGateway: 'http://xmpp.test/in' };
  const { make, write, clock, heard } = await openScene(t, { dispatch });
  await make({ method: 'sms', recipient: '+49 30 1234', message: 'hot' });
  await make({ method: 'xmpp', recipient: 'owner@farm.test', subject: 'Hot' });
  await write(1);
  await clock.settle();
  const told = heard.map(({ url, type, body }) => {
    const { delivery, ...pairs } = Object.fromEntries(new URLSearchParams(body));
    assert.match(delivery ?? '', /^[0-9a-f]{40}$/);
    assert.equal(type, form);
    return { url, ...pairs };
  });
  const bySms = { to: '+49 30 1234', message: 'hot', subject: '' };
  const byXmpp = { to: 'owner@farm.test', message: '1', subject: 'Hot' };
  assert.deepEqual(
    told.sort((a, b) => (a.url < b.url ? -1 : 1)),
    [
      { url: 'http://sms.test/in', ...bySms },
      { url: 'http://xmpp.test/in', ...byXmpp },
    ],
  );
});

test('O13 a dispatch by a way that this server does not have is undelivered', async (t) => {
  const { make, write, clock, history, errors } = await openScene(t);
  const rid = await make({ method: 'sms', recipient: '+49 30 1234' });
  await write(1);
  await clock.settle();
  assert.deepEqual(await history(rid), ['undelivered']);
  assert.match((await errors(rid)).detail ?? '', /cannot dispatch by sms/);
});

test('O13 a preprocess that ends in a question sends nothing for no', async (t) => {
  const { make, write, clock, heard, history } = await openScene(t);
  const rid = await make({ preprocess: [['eq', 1]] });
  const zero = await make({ preprocess: [['sub', 5]], recipient: 'http://far.test/zero' });
  for (const value of [0, 1, 5]) {
    await write(value);
    await clock.advance(1000);
  }
  assert.deepEqual(await history(rid), ['1']);
  assert.deepEqual(await history(zero), ['-5', '-4', '0']);
  assert.equal(heard.length, 4);
});

test('O13 a locked dispatch, and one of a locked client, says undelivered and sends nothing', async (t) => {
  const { platform, device, make, write, clock, heard, history } = await openScene(t);
  const { root } = platform;
  const rid = await make({ locked: true });
  await write(1);
  assert.deepEqual(await history(rid), ['undelivered']);
  await platform.need(device, 'update', rid, { locked: false });
  await clock.advance(1000);
  await platform.need(root, 'update', device.rid, { locked: true });
  await platform.need(root, 'write', rid, 2);
  await platform.need(root, 'update', device.rid, { locked: false });
  await clock.advance(1000);
  assert.deepEqual(await history(rid), ['undelivered', 'undelivered']);
  await write(3);
  await clock.settle();
  assert.deepEqual(await history(rid), ['undelivered', 'undelivered', '3']);
  assert.equal(heard.length, 1);
});

test('O13 over the daily limit a dispatch says limit, until the day is over', async (t) => {
  const { make, write, clock, heard, history } = await openScene(t, { limits: { http: 2 } });
  const rid = await make();
  for (const value of [1, 2, 3]) {
    await write(value);
    await clock.advance(1000);
  }
  assert.deepEqual(await history(rid), ['1', '2', 'limit']);
  await clock.advance(86_400_000);
  await write(4);
  await clock.settle();
  assert.deepEqual(await history(rid), ['1', '2', 'limit', '4']);
  assert.equal(heard.length, 3);
});

test('O13 a value written to a dispatch is sent, one recorded to it is history', async (t) => {
  const { platform, device, make, clock, heard, history } = await openScene(t);
  const rid = await make();
  await platform.need(device, 'record', rid, [[now - 5, 'then']]);
  await platform.need(device, 'write', rid, 'on');
  await clock.settle();
  assert.deepEqual(await history(rid), ['then', 'on']);
  assert.equal(heard.length, 1);
  assert.match(heard[0]?.body ?? '', /value=on&/);
});

test('O29 a value, a rule that fires, and a dispatch that says so', async (t) => {
  const { platform, device, source, make, write, clock, heard } = await openScene(t);
  const rule = { simple: { comparison: 'gt', constant: 30, repeat: false } };
  const hot = await platform.need(device, 'create', 'datarule', {
    format: 'boolean',
    rule,
    subscribe: source,
  });
  await make({ subscribe: hot, preprocess: [['eq', 1]], message: 'It is hot.' });
  for (const value of [20, 31, 32, 25, 40]) {
    await write(value);
    await clock.advance(1000);
  }
  assert.equal(heard.length, 2);
  for (const { body } of heard) assert.match(body, /message=It%20is%20hot\.&/);
});
