// The outbox: letters are delivered at least once, in order, whatever fails in between.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../src/core/failure.ts';
import { openScene } from './scene.ts';

const deliveryIn = (body: string): string | null => new URLSearchParams(body).get('delivery');
const messageIn = (body: string): string | null => new URLSearchParams(body).get('message');
const hourMs = 3_600_000;

test('a far side that fails is asked again, later and later, with one delivery id', async (t) => {
  const { make, write, clock, heard, serve } = await openScene(t);
  const times: number[] = [];
  serve(() => {
    times.push(clock.monoMs());
    return { status: times.length < 5 ? 503 : 204 };
  });
  await make();
  await write(1);
  await clock.advance(hourMs);
  assert.deepEqual(
    times.map((time) => time - (times[0] ?? 0)),
    [0, 1000, 3000, 7000, 15_000],
  );
  assert.equal(new Set(heard.map(({ body }) => deliveryIn(body))).size, 1);
});

test('letters of one dispatch go out in their order, also past a failure', async (t) => {
  const { make, write, clock, heard, serve } = await openScene(t);
  let down = true;
  serve(() => ({ status: down ? 500 : 200 }));
  await make();
  for (const value of [1, 2, 3]) {
    await write(value);
    await clock.advance(1000);
  }
  assert.deepEqual(new Set(heard.map(({ body }) => messageIn(body))), new Set(['1']));
  heard.length = 0;
  down = false;
  await clock.advance(60_000);
  assert.deepEqual(
    heard.map(({ body }) => messageIn(body)),
    ['1', '2', '3'],
  );
  const ids = heard.map(({ body }) => deliveryIn(body));
  assert.equal(new Set(ids).size, 3);
});

test('a dispatch whose far side hangs keeps no other waiting', async (t) => {
  const { make, write, clock, heard, serve, http } = await openScene(t);
  http.fate = ({ url }) => (url.includes('slow') ? { delayMs: hourMs } : undefined);
  serve();
  for (let i = 0; i < 5; i += 1) await make({ recipient: 'http://far.test/slow' });
  await make({ recipient: 'http://far.test/quick' });
  for (const value of [1, 2, 3]) {
    await write(value);
    await clock.advance(10);
  }
  assert.equal(heard.filter(({ url }) => url.includes('quick')).length, 3);
});

test('letters that wait outlive a restart, and a power cut', async (t) => {
  const { platform, disk, make, write, clock, heard, serve } = await openScene(t);
  let down = true;
  serve(() => (down ? undefined : { status: 200 }));
  await make();
  await write(1);
  await clock.settle();
  await platform.restart();
  await write(2);
  await clock.settle();
  disk.crash();
  heard.length = 0;
  down = false;
  await platform.revive();
  await clock.advance(60_000);
  assert.deepEqual(
    heard.map(({ body }) => messageIn(body)),
    ['1', '2'],
  );
});

test('a letter whose try the power cut took is sent again, with the same id', async (t) => {
  const { platform, disk, make, write, clock, heard, http } = await openScene(t);
  http.next({ delayMs: hourMs });
  await make();
  await write(1);
  await clock.settle();
  assert.equal(heard.length, 1);
  disk.crash();
  await platform.revive();
  await clock.advance(60_000);
  assert.equal(heard.length, 2);
  assert.equal(new Set(heard.map(({ body }) => deliveryIn(body))).size, 1);
});

test('when the store fails after a delivery, the letter is sent again when it is back', async (t) => {
  const { platform, disk, make, write, clock, heard, serve } = await openScene(t);
  serve(() => {
    disk.failCommits();
    return { status: 200 };
  });
  await make();
  await write(1);
  await clock.settle();
  disk.crash();
  serve();
  await platform.revive();
  await clock.advance(60_000);
  assert.equal(heard.length, 2);
  assert.equal(new Set(heard.map(({ body }) => deliveryIn(body))).size, 1);
});

test('a far side that says no again and again is given up, and the next letter goes out', async (t) => {
  const { platform, make, write, clock, heard, serve, history, errors } = await openScene(t);
  serve(({ body }) => ({ status: /message=1&/.test(Buffer.from(body).toString()) ? 404 : 200 }));
  const rid = await make();
  await write(1);
  await clock.advance(1000);
  await write(2);
  await clock.advance(hourMs);
  assert.equal(heard.filter(({ body }) => messageIn(body) === '1').length, 8);
  assert.equal(heard.filter(({ body }) => messageIn(body) === '2').length, 1);
  assert.deepEqual(await history(rid), ['1', '2', 'undelivered']);
  const { count, detail } = await errors(rid);
  assert.equal(count, 1);
  assert.equal(detail, 'a message was not delivered: far.test answered 404');
  const [line] = platform.journal.of('dispatch given up');
  assert.deepEqual(line?.fields, { alias: '', method: 'http_post', reason: 'restricted' });
});

test('a far side that is away for a day is given up', async (t) => {
  const { make, write, clock, serve, history, heard } = await openScene(t);
  serve(() => undefined);
  const rid = await make();
  await write(1);
  await clock.advance(23 * hourMs);
  assert.deepEqual(await history(rid), ['1']);
  await clock.advance(2 * hourMs);
  assert.deepEqual(await history(rid), ['1', 'undelivered']);
  const tries = heard.length;
  await clock.advance(hourMs);
  assert.equal(heard.length, tries);
});

test('an address that the mail server will never take is given up at once', async (t) => {
  const { make, write, clock, mail, history } = await openScene(t);
  mail.next(failure('invalid', 'nobody here'));
  const rid = await make({ method: 'email', recipient: 'nobody@farm.test' });
  await write(1);
  await clock.advance(hourMs);
  assert.deepEqual(mail.taken, []);
  assert.deepEqual(await history(rid), ['undelivered']);
});

test('letters of a dispatch that was dropped or locked meanwhile are not sent', async (t) => {
  const { platform, device, make, write, clock, heard, serve, history, errors } =
    await openScene(t);
  serve(() => ({ status: 500 }));
  const dropped = await make({ recipient: 'http://far.test/dropped' });
  const locked = await make({ recipient: 'http://far.test/locked' });
  await write(1);
  await clock.advance(1000);
  await write(2);
  await platform.need(device, 'drop', dropped);
  await platform.need(device, 'update', locked, { locked: true });
  heard.length = 0;
  await clock.advance(hourMs);
  assert.deepEqual(heard, []);
  assert.deepEqual(await history(locked), ['1', '2', 'undelivered']);
  assert.equal((await errors(locked)).count, 2);
  await platform.need(device, 'update', locked, { locked: false });
  serve();
  await write(3);
  await clock.settle();
  assert.equal(heard.length, 1);
});

test('a try that ends after its lease takes no other letter with it', async (t) => {
  const { make, write, clock, heard, slow, serve } = await openScene(t);
  await make();
  slow.ms = 40_000;
  await write(1);
  await clock.advance(35_000);
  assert.equal(heard.length, 1);
  serve(() => ({ status: 503 }));
  await write(2);
  await clock.advance(4000);
  serve();
  heard.length = 0;
  await clock.advance(60_000);
  const messages = heard.map(({ body }) => messageIn(body));
  assert.deepEqual(messages, ['1', '2']);
});

test('a dispatch with too many letters waiting takes no more', async (t) => {
  const { platform, device, make, source, clock, serve, heard, history, errors } =
    await openScene(t);
  serve(() => ({ status: 500 }));
  const rid = await make({ retention: { count: 1 } });
  const seconds = Array.from({ length: 1002 }, (_, at) => [at + 1, at]);
  await platform.need(device, 'record', source, seconds);
  await clock.settle();
  assert.deepEqual(await history(rid), ['undelivered']);
  assert.equal((await errors(rid)).count, 2);
  heard.length = 0;
  serve();
  await clock.advance(hourMs);
  assert.equal(heard.length, 1000);
});

test('a platform that is closed ends what is under way, and leaves nothing behind', async (t) => {
  const { platform, make, write, clock, http, heard } = await openScene(t);
  http.next({ delayMs: hourMs });
  await make();
  await write(1);
  await clock.settle();
  await platform.restart();
  await clock.settle();
  assert.equal(heard.length, 2);
});
