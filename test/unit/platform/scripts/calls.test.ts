// What a script may ask for: its client's resources by its client's rights, messages, dates (checklist O30).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../../src/core/limits.ts';
import type { Ask, FakeScript } from '../../../fakes/script-worker.ts';
import { now, unlimited } from '../../../support/onep.ts';
import { openScene } from './scene.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A script that asks all this and keeps what it was told. */
function asker() {
  const told: unknown[] = [];
  let questions: readonly (readonly [string, ...unknown[]])[] = [];
  const script: FakeScript = async (ask: Ask) => {
    for (const [name, ...args] of questions) told.push(await ask(name, ...args));
  };
  return {
    told: told as Answer[],
    script,
    asks: (...given: readonly (readonly [string, ...unknown[]])[]) => {
      questions = given;
    },
  };
}

test('O30 a script reads, writes, records and deletes as its client does', async (t) => {
  const { told, script, asks } = asker();
  const { make, write, clock, values, x, y } = await openScene(t, { script });
  await write(x, 1.5);
  asks(
    ['find', 'x'],
    ['newest', x],
    ['newest', y],
    ['write', y, 'text'],
    ['write', y, 7],
    ['at', y, now],
    ['record', y, now - 10, 3],
    ['record', y, now - 10, 4],
    ['at', y, now - 10],
    ['record', y, now, null],
    ['at', y, now],
  );
  await make('script');
  await clock.advance(1000);
  assert.deepEqual(told, [
    { status: 'ok', rid: x, timestamp: now },
    { status: 'ok', value: 1.5, timestamp: now },
    { status: 'ok' },
    { status: 'invalid' },
    { status: 'ok' },
    { status: 'ok', value: 7 },
    { status: 'ok' },
    { status: 'invalid' },
    { status: 'ok', value: 3 },
    { status: 'ok' },
    { status: 'ok' },
  ]);
  assert.deepEqual(await values(y), [3]);
});

test('O30 a script reaches what its client rules or may read, and nothing else', async (t) => {
  const { told, script, asks } = asker();
  const { platform, device, make, clock } = await openScene(t, { script });
  const other = await platform.client(platform.root);
  const theirs = await platform.need(other, 'create', 'dataport', { format: 'float' });
  const open = await platform.need(other, 'create', 'dataport', { format: 'float', public: true });
  const below = await platform.client(device);
  const ours = await platform.need(below, 'create', 'dataport', { format: 'float' });
  asks(
    ['find', 'nobody'],
    ['find', ''],
    ['find', { rid: theirs }],
    ['newest', theirs],
    ['write', theirs, 1],
    ['wait', theirs, 0, null],
    ['newest', open],
    ['write', open, 1],
    ['write', ours, 1],
    ['about', other.rid],
    ['newest', device.rid],
  );
  await make('script');
  await clock.advance(1000);
  assert.deepEqual(
    told.map(({ status }) => status),
    [
      ...['invalid', 'ok', 'restricted', 'restricted', 'restricted', 'restricted'],
      ...['ok', 'restricted', 'ok', 'restricted', 'invalid'],
    ],
  );
});

test('O30 a wait gives what is stored already, page by page, and ends at its second', async (t) => {
  const { told, script, asks } = asker();
  const { platform, device, make, clock, x } = await openScene(t, { script });
  const entries = Array.from({ length: limits.scriptPage + 2 }, (_, at) => [now - 1000 + at, at]);
  await platform.need(device, 'record', x, entries);
  const afterFirst = now - 1000 + limits.scriptPage - 1;
  asks(
    ['wait', x, 0, null],
    ['wait', x, afterFirst, null],
    ['wait', x, now, now - 5],
    ['wait', x, now, now + 10],
  );
  await make('script');
  await clock.advance(9_999);
  const points = told.map((answer) => (answer.points as unknown[]).length);
  assert.deepEqual(points, [limits.scriptPage, 2, 0]);
  await clock.advance(1);
  assert.deepEqual(told[3], { status: 'ok', points: [] });
});

test('O30 a wait hears of values of a resource that stores none', async (t) => {
  const { told, script, asks } = asker();
  const { make, clock, dataport, write } = await openScene(t, { script });
  const passing = await dataport('passing', { retention: { count: 0, duration: 'infinity' } });
  asks(['wait', passing, 0, null]);
  await make('script');
  await clock.advance(1000);
  await write(passing, 2.5);
  await clock.advance(0);
  assert.deepEqual(told, [{ status: 'ok', points: [[now + 1, 2.5]] }]);
});

test('O30 messages go out as those of dispatches do, and http as the script has it', async (t) => {
  const { told, script, asks } = asker();
  const { make, clock, http, mail } = await openScene(t, { script });
  const heard: object[] = [];
  http.serve(async ({ method, path, query, headers, body }) => {
    const { authorization, 'content-type': type, host } = headers;
    const text = Buffer.from(body).toString();
    heard.push({ method, path, query, authorization, type, host, text });
    return { status: 200 };
  });
  const more = { Authorization: 'Bearer 1', Host: 'elsewhere.test' };
  asks(
    ['dispatch', 'email', 'owner@farm.test', 'Hot', 'It is hot.'],
    ['dispatch', 'http', 'http://far.test/a?b=c', 'post', '{"a":1}', 'application/json', more, 7],
    ['dispatch', 'http', 'http://far.test/d?e', 'get'],
    ['dispatch', 'email', 'nobody', 'a', 'b'],
    ['dispatch', 'http', 'javascript:1', 'get'],
    ['dispatch', 'http', 'http://far.test/', 'delete'],
    ['dispatch', 'http', 'http://far.test/', 'get', null, null, { 'a\r\nb': 'c' }],
    ['dispatch', 'pigeon', 'home'],
  );
  await make('script');
  await clock.advance(60_000);
  const result = { status: 202, headers: {}, body: '' };
  const bad = { status: 'badarg' };
  const posted = { status: 'ok', result };
  assert.deepEqual(told, [{ status: 'ok' }, posted, posted, bad, bad, bad, bad, bad]);
  assert.deepEqual(
    mail.taken.map(({ to, subject, text }) => [to, subject, text]),
    [['owner@farm.test', 'Hot', 'It is hot.']],
  );
  const host = 'far.test';
  assert.deepEqual(heard, [
    {
      ...{ method: 'POST', path: '/a', query: 'b=c', authorization: 'Bearer 1' },
      ...{ type: 'application/json', host, text: '{"a":1}' },
    },
    {
      ...{ method: 'GET', path: '/d', query: 'e', authorization: undefined },
      ...{ type: undefined, host, text: '' },
    },
  ]);
});

test('O30 the guard of dispatches stands before those of scripts, too', async (t) => {
  const { script, asks } = asker();
  const { make, clock, http, errors } = await openScene(t, { script });
  http.serve(async () => assert.fail('nobody may come here'));
  asks(['dispatch', 'http', 'http://127.0.0.1:8420/', 'post', 'x']);
  const rid = await make('script');
  await clock.advance(60_000);
  assert.match((await errors(rid)).detail ?? '', /not delivered/);
});

test('O30 messages of scripts count for the day of their client, and end at its limit', async (t) => {
  const { told, script, asks } = asker();
  const { platform, device, make, clock } = await openScene(
    t,
    { script },
    { limits: { email: 1 } },
  );
  asks(
    ['dispatch', 'email', 'owner@farm.test', 'a', 'b'],
    ['dispatch', 'email', 'owner@farm.test', 'c', 'd'],
  );
  await make('script');
  await clock.advance(1000);
  assert.deepEqual(told, [{ status: 'ok' }, { status: 'limit' }]);
  const { usage } = (await platform.need(device, 'info', { alias: '' }, { usage: true })) as {
    usage: { email: number };
  };
  assert.equal(usage.email, 1);
});

test('O30 what makes no sense is an error of the script, and harms nobody', async (t) => {
  const { told, script, asks } = asker();
  const { make, clock, x } = await openScene(t, { script });
  asks(
    ['create', 'client'],
    ['constructor'],
    ['find', 7],
    ['at', x, 'noon'],
    ['wait', x, 'noon', null],
    ['sleep', 'long'],
    ['date', 7, null, 'UTC'],
  );
  await make('script');
  await clock.advance(1000);
  assert(told.every(({ error }) => typeof error === 'string'));
});

test('O30 lines of one second are one point, as far as they fit', async (t) => {
  const { script, asks } = asker();
  const { make, clock, values } = await openScene(t, { script });
  const long = 'x'.repeat(limits.stringValueBytes - 'a\nb\n'.length);
  // A call in between puts the first line into the store.
  asks(['debug', 'a'], ['newest', 'none'], ['debug', 'b'], ['debug', long], ['debug', 'c']);
  const rid = await make('script');
  await clock.advance(1000);
  const [said, ...others] = await values(rid);
  assert(said === `a\nb\n${long}`);
  assert.deepEqual(others, []);
});

test('O30 what a script says goes on to those who subscribe to its rule', async (t) => {
  const { script, asks } = asker();
  const { platform, device, make, clock, x, write, values } = await openScene(t, { script });
  asks(['wait', x, 0, null], ['debug', 'dry']);
  const rid = await make('script');
  const description = { format: 'string', subscribe: rid };
  const ear = String(await platform.need(device, 'create', 'dataport', description));
  await clock.advance(0);
  await write(x, 1);
  await clock.advance(0);
  assert.deepEqual(await values(ear), ['dry']);
});

test('O30 a script in a rule of numbers says numbers; other words are counted as errors', async (t) => {
  const { script, asks } = asker();
  const { make, clock, values, errors } = await openScene(t, { script });
  asks(['debug', '7'], ['sleep', now + 1], ['debug', 'many']);
  const rid = await make('script', 'integer');
  await clock.advance(2000);
  assert.deepEqual(await values(rid), [7]);
  assert.match((await errors(rid)).detail ?? '', /no value of format integer/);
});

for (const { what, name, most } of [
  { what: 'writes', name: 'write', most: limits.scriptWrites },
  { what: 'calls', name: 'now', most: limits.scriptCalls },
]) {
  test(`O30 more than ${most} ${what} without a wait end a script; a wait makes all good`, async (t) => {
    const repeat = async (ask: Ask, times: number) => {
      for (let at = 0; at < times; at += 1) await ask(name, 'none', 1);
    };
    const { make, clock, basic, errors } = await openScene(t, {
      greedy: (ask) => repeat(ask, most + 1),
      patient: async (ask) => {
        await repeat(ask, most - 1);
        await ask('sleep', now + 3600);
        await repeat(ask, most);
      },
    });
    const greedy = await make('greedy');
    const patient = await make('patient');
    await clock.advance(7_200_000);
    assert.equal((await basic(greedy)).status, 'error');
    assert.match((await errors(greedy)).detail ?? '', new RegExp(`more than ${most}`));
    assert.equal((await basic(patient)).status, 'completed');
  });
}

test('O26 a client whose scripts are to be limited limits its datarules', async (t) => {
  const { platform, device } = await openScene(t, {});
  const few = await platform.client(device, { limits: { ...unlimited.limits, datarule: 1 } });
  const rule = ['create', 'datarule', { format: 'string', rule: { script: '' } }] as const;
  const answers = await platform.rpc(few, rule, rule);
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['ok', 'limit'],
  );
});
