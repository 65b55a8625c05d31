// The verdict on each point, against servers of every temper and answers of every form.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Reply } from '../../../src/core/ports/http-server.ts';
import { createToyPlatform, type Temper } from '../../fakes/one-platform.ts';
import { cik, createWorld, float, now, start } from './world.ts';

const tempers: readonly Temper[] = ['idempotent', 'first-wins', 'all-or-nothing', 'overwrites'];

const openWorld = (temper: Temper = 'idempotent') => {
  const toy = createToyPlatform(temper, cik);
  return { toy, ...createWorld({ handle: toy.handle }) };
};

/** A far side that knows every dataport and answers each record call with this. */
const answering = (answer: (call: { id: number; arguments: unknown[] }) => unknown) =>
  createWorld({
    handle: async ({ body }): Promise<Reply> => {
      const { calls } = JSON.parse(new TextDecoder().decode(body));
      const answers = calls.flatMap((call: { id: number; procedure: string; arguments: [] }) => {
        if (call.procedure === 'lookup')
          return { id: call.id, status: 'ok', result: '0'.repeat(40) };
        if (call.procedure === 'info') return { id: call.id, status: 'fail' };
        return answer(call);
      });
      return { status: 200, body: JSON.stringify(answers) };
    },
  });

test('points of many channels go in one request, one call a channel, under absolute seconds', async () => {
  const { toy, outbox, http, sendAll } = openWorld();
  for (const channel of ['a', 'b', 'c']) toy.add(channel, 'float');
  for (let i = 0; i < 9; i += 1) outbox.add('abc'[i % 3]!, start + i, i / 2);
  await sendAll();
  assert.equal(toy.calls.get('record'), 3);
  assert.equal(http.requests.filter(({ body }) => String(body).includes('"record"')).length, 1);
  assert.deepEqual(toy.points('b'), [
    [start + 1, 0.5],
    [start + 4, 2],
    [start + 7, 3.5],
  ]);
  assert.equal(outbox.count('delivered'), 9);
});

test('a request names the program', async () => {
  const { outbox, http, sendAll } = openWorld();
  outbox.add('a', start, 21);
  await sendAll();
  for (const { headers } of http.requests)
    assert.equal(headers?.['user-agent'], 'holdfast/0 (test)');
});

test('more channels than calls fit into a request take several, and all arrive', async () => {
  const { toy, outbox, sendAll } = openWorld();
  for (let i = 0; i < 600; i += 1) {
    toy.add(`c${i}`, 'float');
    outbox.add(`c${i}`, start, i);
  }
  await sendAll();
  assert.equal(outbox.count('delivered'), 600);
});

test('aliases and values of any text arrive as they are', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, unit: 'binary' }),
      fc.string({ unit: 'binary' }),
      async (alias, text) => {
        const toy = createToyPlatform('idempotent', cik);
        const dataportOf = () => ({ ...float(alias), format: 'string' as const });
        const { outbox, sendAll } = createWorld({ handle: toy.handle, dataportOf });
        outbox.add('a', start, text);
        await sendAll();
        // A lone surrogate cannot be sent as UTF-8: both sides see the replacement character.
        const expected = text.toWellFormed();
        assert.deepEqual(toy.points(alias.toWellFormed()), [[start, expected]]);
      },
    ),
    { numRuns: 25 },
  );
});

test('a number that JSON cannot spell is refused by itself', async () => {
  const { toy, outbox, sendAll } = openWorld();
  toy.add('a', 'float');
  outbox.add('a', start, Number.NaN);
  outbox.add('a', start + 1, 1);
  await sendAll();
  assert.deepEqual(
    outbox.points.map((p) => p.reason ?? p.outcome),
    ['invalid', 'delivered'],
  );
});

for (const temper of tempers) {
  describe(`against a server that is ${temper}`, () => {
    test('an answer lost after the server acted costs nothing but a second request', async () => {
      const { toy, outbox, http, sendAll } = openWorld(temper);
      toy.add('a', 'float');
      for (let i = 0; i < 500; i += 1) outbox.add('a', start + i, i / 8);
      http.fate = ({ body }) => (String(body).includes('"record"') ? 'lost-answer' : undefined);
      assert.equal((await sendAll()).failure?.kind, 'offline');
      assert.equal(outbox.pending(), 500);
      http.fate = () => undefined;
      const before = http.requests.length;
      await sendAll();
      assert.equal(outbox.count('delivered'), 500);
      assert(http.requests.length - before <= 2);
      assert.equal(toy.points('a').length, 500);
    });

    test('a bad point is rejected within 2 log2 n + 2 requests, and all others are delivered', async () => {
      for (const n of [1, 2, 3, 7, 64, 1000]) {
        const { toy, outbox, http, sendAll, sink } = openWorld(temper);
        toy.add('a', 'float');
        await sink.greet(new AbortController().signal);
        outbox.add('b', start, 1);
        await sendAll();
        outbox.add('a', start, -1);
        await sendAll();
        const bad = start + 1 + Math.floor(n / 3);
        toy.poison = (second) => second === bad;
        for (let i = 1; i <= n; i += 1) outbox.add('a', start + i, i);
        const before = http.requests.length;
        await sendAll();
        assert(http.requests.length - before <= 2 * Math.log2(n) + 2, `${n} points`);
        assert.deepEqual(
          outbox.points.filter((p) => p.outcome !== 'delivered').map((p) => [p.second, p.reason]),
          [[bad, 'invalid']],
        );
        assert.equal(toy.points('a').length, n);
      }
    });

    test('whatever is poisoned or there before, each point gets the verdict it deserves', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.uniqueArray(fc.nat(40)),
          fc.uniqueArray(fc.nat(40)),
          fc.integer({ min: 1, max: 40 }),
          async (poisoned, taken, n) => {
            const { toy, outbox, sendAll } = openWorld(temper);
            toy.add('a', 'float');
            for (const second of taken) outbox.add('a', start + second, -1);
            await sendAll();
            const first = outbox.points.length;
            toy.poison = (second) => poisoned.includes(second - start);
            for (let i = 0; i < n; i += 1) outbox.add('a', start + i, i % 2 ? i : -1);
            await sendAll();
            for (const { second, value, outcome, reason } of outbox.points.slice(first)) {
              const at = second - start;
              const there = taken.includes(at);
              const wins = temper === 'overwrites' && !poisoned.includes(at);
              const same = there && value === -1;
              const expected =
                same || wins || (!there && !poisoned.includes(at))
                  ? 'delivered'
                  : there
                    ? 'conflict'
                    : 'invalid';
              assert.equal(reason ?? outcome, expected, `second ${at}`);
            }
          },
        ),
        { numRuns: 100 },
      );
    });
  });
}

test('many bad points among many are isolated together', async () => {
  const { toy, outbox, http, sendAll } = openWorld('all-or-nothing');
  for (const channel of ['a', 'b']) toy.add(channel, 'float');
  toy.poison = (second) => second % 100 === 0;
  for (let i = 0; i < 1000; i += 1) outbox.add('ab'[i % 2]!, start + i, i);
  await sendAll();
  assert.equal(outbox.count('rejected'), 10);
  assert.equal(outbox.count('delivered'), 990);
  assert(http.requests.length <= 20, `${http.requests.length} requests`);
});

test('a second that the platform finds in the future stays pending until its clock has come there', async () => {
  const { toy, outbox, clock, sendAll } = openWorld();
  toy.add('a', 'float');
  toy.poison = (second) => second > clock.wallMs() / 1000 + 5;
  outbox.add('a', now, 1);
  outbox.add('a', now + 60, 2);
  const delivery = await sendAll();
  assert.equal(delivery.held.get('a')?.kind, 'clock');
  assert.deepEqual(
    outbox.points.map((p) => p.outcome),
    ['delivered', undefined],
  );
  await clock.advance(60_000);
  assert.equal((await sendAll()).held.size, 0);
  assert.equal(outbox.count('delivered'), 2);
});

test('a channel that is denied keeps its points, and the others are delivered', async () => {
  const kinds = {
    restricted: 'restricted',
    noauth: 'restricted',
    limit: 'limit',
    strange: 'failing',
    invalid: 'invalid',
  };
  for (const [status, kind] of Object.entries(kinds)) {
    const { toy, outbox, sendAll } = openWorld();
    for (const channel of ['a', 'b']) toy.add(channel, 'float');
    toy.deny = (procedure, alias) =>
      alias === 'a' && ['record', 'read'].includes(procedure) ? { status } : undefined;
    outbox.add('a', start, 1);
    outbox.add('b', start, 1);
    const delivery = await sendAll();
    assert.equal(delivery.failure, undefined);
    assert.equal(delivery.held.get('a')?.kind, kind, status);
    assert.deepEqual(
      outbox.points.map((p) => p.outcome),
      [undefined, 'delivered'],
    );
  }
});

test('an error of one call is a failure of that channel, by its code', async () => {
  const kinds = { 500: 'failing', 501: 'unsupported', 400: 'invalid' };
  for (const [code, kind] of Object.entries(kinds)) {
    const error = { code: Number(code), message: 'x', context: 'procedure' };
    const { outbox, sendAll } = answering(({ id }) => ({ id, status: 'fail', error }));
    outbox.add('a', start, 1);
    assert.equal((await sendAll()).held.get('a')?.kind, kind);
    assert.equal(outbox.pending(), 1);
  }
});

test('a locked client is a failure of the whole batch, which stays pending', async () => {
  const { outbox, sendAll } = answering(({ id }) => ({ id, status: 'locked' }));
  outbox.add('a', start, 1);
  assert.equal((await sendAll()).failure?.kind, 'locked');
  assert.equal(outbox.pending(), 1);
});

test('an answer is matched by its id: 0, a string, out of order, or twice the same', async () => {
  const { outbox, sendAll } = answering(({ id }) => [
    { id: String(id), status: 'ok' },
    { id, status: 'ok' },
  ]);
  for (const channel of ['a', 'b', 'c']) outbox.add(channel, start, 1);
  assert.equal((await sendAll()).held.size, 0);
  assert.equal(outbox.count('delivered'), 3);
});

test('a call that is not answered, or answered in two ways, stays pending', async () => {
  const { outbox, sendAll } = answering(({ id }) => {
    if (id === 0) return [];
    if (id === 1) return [null, { status: 'ok' }, { id: 77, status: 'ok' }];
    if (id === 2)
      return [
        { id, status: 'ok' },
        { id, status: 'invalid' },
      ];
    return { id, status: 'ok' };
  });
  for (const channel of ['a', 'b', 'c', 'd']) outbox.add(channel, start, 1);
  const { held } = await sendAll();
  assert.deepEqual(
    [...held].map(([c, { kind }]) => [c, kind]),
    [
      ['a', 'bad-answer'],
      ['b', 'bad-answer'],
      ['c', 'bad-answer'],
    ],
  );
  assert.equal(outbox.count('delivered'), 1);
});

test('points listed as refused, in the status or in the result, are read back; the others are delivered', async () => {
  for (const form of ['status', 'result']) {
    const { toy, http, outbox, sendAll } = openWorld('first-wins');
    toy.add('a', 'float');
    outbox.add('a', start, 1);
    outbox.add('a', start + 1, 1);
    await sendAll();
    http.serve(async (exchange) => {
      const { calls } = JSON.parse(new TextDecoder().decode(exchange.body));
      if (calls[0].procedure !== 'record') return toy.handle(exchange);
      const words = [start, start + 1, start + 2].map((second) => [second, 'invalid']);
      const said = form === 'status' ? { status: words } : { status: 'ok', result: words };
      return { status: 200, body: JSON.stringify([{ id: calls[0].id, ...said }]) };
    });
    for (const [second, value] of [1, 2, 3, 4].entries()) outbox.add('a', start + second, value);
    await sendAll();
    assert.deepEqual(
      outbox.points.slice(2).map((p) => p.reason ?? p.outcome),
      ['delivered', 'conflict', 'invalid', 'delivered'],
    );
  }
});

test('a word beside a point that speaks of the dataport does not reject the point', async () => {
  const { outbox, sendAll } = answering(({ id }) => ({ id, status: [[start, 'limit']] }));
  outbox.add('a', start, 1);
  outbox.add('a', start + 1, 1);
  assert.equal((await sendAll()).held.get('a')?.kind, 'limit');
  assert.deepEqual(
    outbox.points.map((p) => p.outcome),
    [undefined, 'delivered'],
  );
});

test('a far side that goes away while points are isolated keeps what was settled until then', async () => {
  const { toy, outbox, http, sendAll } = openWorld('first-wins');
  toy.add('a', 'float');
  toy.poison = (second) => second === start + 3;
  for (let i = 0; i < 8; i += 1) outbox.add('a', start + i, i);
  http.fate = ({ body }) =>
    String(body).includes('"record"') && toy.calls.has('read') ? 'lost-request' : undefined;
  assert.equal((await sendAll()).failure?.kind, 'offline');
  assert.equal(outbox.count('delivered'), 7);
  assert.equal(outbox.count('rejected'), 0);
  http.fate = () => undefined;
  await sendAll();
  assert.equal(outbox.points[3]?.reason, 'invalid');
});

test('a dataport that is gone is made again, and its points arrive', async () => {
  const { toy, outbox, sendAll } = openWorld();
  toy.add('a', 'float');
  outbox.add('a', start, 1);
  await sendAll();
  toy.remove('a');
  outbox.add('a', start + 1, 2);
  assert.equal((await sendAll()).held.size, 1);
  await sendAll();
  assert.deepEqual(toy.points('a'), [[start + 1, 2]]);
});

test('what an HTTP status or an error of the request means for the batch', async () => {
  const cases: [Reply, string][] = [
    [{ status: 401 }, 'unauthorised'],
    [{ status: 200, body: '{"error":{"code":401,"message":"Invalid"}}' }, 'unauthorised'],
    [{ status: 403 }, 'restricted'],
    [{ status: 404 }, 'not-found'],
    [{ status: 413 }, 'too-large'],
    [{ status: 500 }, 'failing'],
    [{ status: 502 }, 'failing'],
    [{ status: 503 }, 'failing'],
    [{ status: 200, body: '{"error":{"code":500,"message":"x"}}' }, 'failing'],
    [{ status: 200, body: '{"error":{"code":-1,"message":"x"}}' }, 'invalid'],
    [{ status: 302 }, 'bad-answer'],
    [{ status: 204 }, 'bad-answer'],
    [{ status: 200, body: '<html>Log in to the hotel</html>' }, 'bad-answer'],
    [{ status: 200, body: '[{"id":0,"sta' }, 'bad-answer'],
  ];
  for (const [reply, kind] of cases) {
    const { outbox, sendAll } = createWorld({ handle: async () => reply });
    outbox.add('a', start, 1);
    const { failure } = await sendAll();
    assert.equal(failure?.kind, kind, JSON.stringify(reply));
    assert.notEqual(failure.retry, 'never');
    assert.equal(outbox.pending(), 1);
  }
});

test('Retry-After is heard in both its forms, and not beyond its limit', async () => {
  const date = new Date((now + 90) * 1000).toUTCString();
  const cases: [number, string, number][] = [
    [429, '7', 7_000],
    [503, '7', 7_000],
    [429, date, 90_000],
    [503, '999999999', 3_600_000],
  ];
  for (const [status, wish, afterMs] of cases) {
    const handle = async () => ({ status, headers: { 'Retry-After': wish } });
    const { outbox, sendAll } = createWorld({ handle });
    outbox.add('a', start, 1);
    const { failure } = await sendAll();
    assert.deepEqual([failure?.kind, failure?.afterMs], ['busy', afterMs]);
  }
});

test('no failure holds the key', async () => {
  const world = createWorld({
    handle: async () => ({
      status: 200,
      body: JSON.stringify({ error: { code: 401, message: `no client ${'x'.repeat(500)}` } }),
    }),
  });
  world.outbox.add('a', start, 1);
  const { failure } = await world.sendAll();
  assert(failure && failure.detail.length <= 200 && !failure.detail.includes(cik));
});
