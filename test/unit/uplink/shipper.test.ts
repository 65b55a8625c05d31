// The loop of the shipper: its states, its pauses, what it tells, and how it stops.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../src/core/limits.ts';
import type { HttpRequest } from '../../../src/core/ports/http.ts';
import { createToyPlatform } from '../../fakes/one-platform.ts';
import { storeFailure } from '../../fakes/outbox.ts';
import { cik, createWorld, float, now, start } from './world.ts';

const openWorld = () => {
  const toy = createToyPlatform('first-wins', cik);
  const world = createWorld({ handle: toy.handle, wanted: [float('a')] });
  const { outbox, shipper, clock } = world;
  let next = start;
  return {
    ...world,
    toy,
    /** Points of one channel, one a second. */
    sense(points: number, channel = 'a', epoch = 1) {
      for (let i = 0; i < points; i += 1) outbox.add(channel, next++, i, epoch);
      shipper.wake();
    },
    drained: (maxMs = 3_600_000) => clock.runUntil(() => outbox.pending() === 0, { maxMs }),
    state: () => shipper.status().state,
  };
};

const isRecord = ({ body }: HttpRequest) => String(body).includes('"record"');

test('it meets the platform at the start, and sends points as they are announced', async () => {
  const { shipper, sense, drained, clock, state, outbox, toy, heard } = openWorld();
  assert.equal(state(), 'offline');
  shipper.start();
  await clock.settle();
  assert.equal(state(), 'online');
  assert.equal(toy.made, 1);
  sense(3);
  await drained(0);
  sense(2);
  await drained(0);
  assert.equal(outbox.count('delivered'), 5);
  assert.deepEqual(heard, ['uplink online', 'settled delivered', 'settled delivered']);
  await shipper.stop();
  assert.equal(clock.waiting, 0);
});

test('a backlog goes in batches of the limit, several in flight, and no point is sent twice', async () => {
  const { shipper, sense, drained, http, toy, clock } = openWorld();
  sense(limits.batchPoints * 4 + 10);
  let flying = 0;
  let most = 0;
  http.serve(async (exchange) => {
    flying += 1;
    most = Math.max(most, flying);
    await clock.sleep(10);
    flying -= 1;
    return toy.handle(exchange);
  });
  shipper.start();
  await drained();
  assert.equal(most, limits.uploadsInFlight);
  assert.equal(toy.calls.get('record'), 5);
  assert.equal(toy.points('a').length, limits.batchPoints * 4 + 10);
  await shipper.stop();
});

test('an outage is one line when it begins and one with its length when it ends', async () => {
  const { shipper, sense, drained, http, clock, state, journal, heard, toy } = openWorld();
  shipper.start();
  sense(1);
  await drained();
  http.serve(undefined);
  sense(5);
  await clock.advance(600_000);
  assert.equal(state(), 'offline');
  const { failures, retryInMs, detail } = shipper.status();
  assert(failures > 9 && retryInMs !== undefined && detail !== undefined);
  http.serve(toy.handle);
  await drained(limits.backoffMaxMs);
  assert.equal(state(), 'online');
  assert.equal(shipper.status().failures, 0);
  assert.deepEqual(
    journal.lines.map(({ event }) => event),
    ['uplink online', 'uplink offline', 'uplink online'],
  );
  const { downMs, failures: tries } = journal.lines.at(-1)!.fields;
  assert(Number(downMs) >= 600_000 && Number(tries) >= failures);
  assert.deepEqual(
    heard.filter((line) => line.startsWith('uplink')),
    ['uplink online', 'uplink offline', 'uplink online'],
  );
  await shipper.stop();
});

test('pauses grow with each failure up to their limit, and news of points do not cut them', async () => {
  const { shipper, sense, http, clock } = openWorld();
  http.serve(undefined);
  shipper.start();
  for (let second = 0; second < 3600; second += 1) {
    sense(1);
    await clock.advance(1000);
  }
  const { length } = http.requests;
  // Half of the longest pause on average, and a few more at first.
  assert(length > 80 && length < 180, `${length} tries`);
  assert(shipper.status().retryInMs! <= limits.backoffMaxMs);
  await shipper.stop();
});

test('Retry-After is waited for, and not much longer', async () => {
  const { shipper, sense, drained, http, clock, state, toy } = openWorld();
  http.serve(async () => ({ status: 429, headers: { 'Retry-After': '120' } }));
  sense(1);
  shipper.start();
  await clock.advance(119_999);
  assert.equal(http.requests.length, 1);
  assert.equal(state(), 'failing');
  http.serve(toy.handle);
  await drained(1 + limits.backoffFirstMs);
  await shipper.stop();
});

test('a dead host, a wrong key, an error of the server and a lock are four states', async () => {
  const locked = '[{"id":0,"status":"locked"},{"id":1,"status":"locked"}]';
  const cases = [
    [undefined, 'offline'],
    [{ status: 401 }, 'unauthorised'],
    [{ status: 200, body: '{"error":{"code":401,"message":"Invalid"}}' }, 'unauthorised'],
    [{ status: 503 }, 'failing'],
    [{ status: 200, body: '{"error":{"code":500,"message":"x"}}' }, 'failing'],
    [{ status: 200, body: locked }, 'locked'],
  ] as const;
  for (const [reply, expected] of cases) {
    const { shipper, sense, drained, http, clock, state, toy, outbox } = openWorld();
    sense(1);
    http.serve(reply && (async () => reply));
    shipper.start();
    await clock.advance(100);
    assert.equal(state(), expected);
    assert.equal(outbox.pending(), 1);
    http.serve(toy.handle);
    await drained(limits.backoffMaxMs);
    assert.equal(state(), 'online');
    await shipper.stop();
  }
});

test('a new key is used at the next try, and its client gets the dataports', async () => {
  const { shipper, sense, drained, http, clock, key, toy } = openWorld();
  shipper.start();
  sense(1);
  await drained();
  const other = createToyPlatform('first-wins', 'd'.repeat(40));
  http.serve(other.handle);
  sense(1);
  await clock.advance(5000);
  assert.equal(shipper.status().state, 'unauthorised');
  key.cik = 'd'.repeat(40);
  await drained();
  assert.equal(toy.points('a').length, 1);
  assert.equal(other.points('a').length, 1);
  await shipper.stop();
});

test('answers lost after the server acted lead to no second point and no false rejection', async () => {
  const { shipper, sense, drained, http, toy, outbox } = openWorld();
  let lost = 0;
  http.fate = (request) => (isRecord(request) && lost++ < 5 ? 'lost-answer' : undefined);
  sense(200);
  shipper.start();
  await drained();
  assert.equal(outbox.count('delivered'), 200);
  assert.equal(toy.points('a').length, 200);
  await shipper.stop();
});

test('a slow link gets smaller batches until one gets through', async () => {
  const { shipper, sense, drained, http } = openWorld();
  // A hundred bytes a second: what takes longer than limits.requestMs is lost.
  http.fate = ({ body }) => ({ delayMs: String(body).length * 10 });
  sense(2_000);
  shipper.start();
  await drained(24 * 3_600_000);
  await shipper.stop();
});

test('a batch that is too large is halved, and a point that is too large alone waits by itself', async () => {
  const { shipper, sense, clock, http, outbox, state } = openWorld();
  http.fate = (request) =>
    isRecord(request) &&
    (String(request.body).length > 2_000 || String(request.body).includes('"b"'))
      ? { status: 413 }
      : undefined;
  outbox.add('b', start, 7);
  sense(300);
  shipper.start();
  await clock.runUntil(() => outbox.pending() === 1);
  assert.equal(outbox.points[0]?.outcome, undefined);
  await clock.advance(1000);
  assert.equal(state(), 'online');
  assert.match(shipper.status().detail ?? '', /1 channels wait: .*413/);
  await shipper.stop();
});

test('a denied channel is tried again at its own pace while the others flow', async () => {
  const { shipper, sense, clock, state, outbox, toy, journal } = openWorld();
  toy.add('b', 'float');
  let denied = true;
  let tries = 0;
  toy.deny = (procedure, alias) => {
    if (alias !== 'b' || procedure !== 'record') return undefined;
    tries += 1;
    return denied ? { status: 'restricted' } : undefined;
  };
  shipper.start();
  for (let second = 0; second < 600; second += 1) {
    sense(1, 'a');
    sense(1, 'b');
    await clock.advance(1000);
    assert.equal(state(), 'online');
  }
  assert.equal(outbox.count('delivered'), 600);
  assert(tries > 10 && tries < 60, `${tries} tries`);
  denied = false;
  await clock.runUntil(() => outbox.pending() === 0, { maxMs: limits.backoffMaxMs });
  assert.equal(journal.of('channels held').length, 1);
  assert.equal(journal.of('channels flow again').length, 1);
  assert.equal(shipper.status().detail, undefined);
  await shipper.stop();
});

test('a denied channel that has nothing to send any more is forgotten', async () => {
  const { shipper, sense, clock, outbox, toy, http } = openWorld();
  toy.deny = (procedure) => (procedure === 'record' ? { status: 'restricted' } : undefined);
  sense(1);
  shipper.start();
  await clock.settle();
  await outbox.settle([{ firstSeq: 0, count: 1, outcome: 'thinned', reason: 'age' }]);
  const before = http.requests.length;
  await clock.advance(600_000);
  assert.equal(http.requests.length, before);
  assert.equal(clock.waiting, 0);
  await shipper.stop();
});

test('when all channels are denied the uplink fails, with the reason', async () => {
  const { shipper, sense, clock, state, toy } = openWorld();
  toy.deny = (procedure) => (procedure === 'record' ? { status: 'restricted' } : undefined);
  sense(1);
  shipper.start();
  await clock.settle();
  assert.equal(state(), 'failing');
  assert.match(shipper.status().detail ?? '', /restricted/);
  await shipper.stop();
});

test('points without a date are kept, and are sent shifted once they have one', async () => {
  const { shipper, sense, drained, clock, state, dating, toy, outbox } = openWorld();
  shipper.start();
  sense(2, 'a', 2);
  await clock.settle();
  assert.equal(state(), 'clock');
  assert.equal(outbox.pending(), 2);
  dating(2, 1000);
  shipper.wake();
  await drained(0);
  assert.equal(state(), 'online');
  assert.deepEqual(
    toy.points('a').map(([second]) => second),
    [start + 1000, start + 1001],
  );
  await shipper.stop();
});

test('an old stretch that cannot be dated does not hold up what is dated', async () => {
  const { shipper, sense, clock, state, outbox, dating } = openWorld();
  dating(3, 0);
  sense(2, 'a', 2);
  sense(2, 'a', 3);
  shipper.start();
  await clock.settle();
  assert.equal(state(), 'online');
  assert.equal(outbox.pending(), 2);
  await shipper.stop();
});

test('points that the platform finds in its future are a trouble with the clock', async () => {
  const { shipper, clock, state, outbox, toy, drained } = openWorld();
  toy.poison = (second) => second > clock.wallMs() / 1000;
  outbox.add('a', now + 300, 1);
  shipper.start();
  await clock.settle();
  assert.equal(state(), 'clock');
  await drained();
  assert.equal(outbox.count('delivered'), 1);
  await shipper.stop();
});

test('a store that fails to settle is told again, and nothing is sent meanwhile', async () => {
  const { shipper, sense, drained, clock, state, outbox, toy, journal, http } = openWorld();
  sense(10);
  outbox.broken = storeFailure;
  shipper.start();
  await clock.advance(60_000);
  assert.equal(outbox.pending(), 10);
  assert.equal(http.requests.filter(isRecord).length, 1);
  assert.equal(state(), 'online');
  assert.equal(journal.of('outbox failing').length, 1);
  outbox.broken = undefined;
  await drained(limits.backoffMaxMs);
  assert.equal(toy.calls.get('record'), 1);
  await shipper.stop();
});

test('rejected points are told with their reason', async () => {
  const { shipper, sense, drained, toy, journal, heard } = openWorld();
  toy.poison = (_, value) => value === 1;
  sense(3);
  shipper.start();
  await drained();
  assert.deepEqual(journal.of('points rejected')[0]?.fields, { points: 1, reason: 'invalid' });
  assert(heard.includes('settled rejected'));
  await shipper.stop();
});

test('a paused uplink sends nothing, and goes on at once when it is resumed', async () => {
  const { shipper, sense, drained, clock, state, http, heard } = openWorld();
  shipper.start();
  await clock.settle();
  shipper.pause();
  assert.equal(state(), 'paused');
  const before = http.requests.length;
  sense(4);
  await clock.advance(60_000);
  assert.equal(http.requests.length, before);
  shipper.resume();
  await drained(0);
  assert.equal(state(), 'online');
  assert.deepEqual(heard.slice(0, 3), ['uplink online', 'uplink paused', 'uplink online']);
  await shipper.stop();
});

test('resuming ends a pause between tries', async () => {
  const { shipper, sense, drained, clock, http, toy } = openWorld();
  http.serve(undefined);
  sense(1);
  shipper.start();
  await clock.advance(600_000);
  http.serve(toy.handle);
  shipper.pause();
  shipper.resume();
  await drained(0);
  await shipper.stop();
});

test('stopping awaits the request in flight and settles its answer', async () => {
  const { shipper, sense, clock, http, outbox } = openWorld();
  shipper.start();
  await clock.settle();
  http.fate = () => ({ delayMs: 3000 });
  sense(1);
  await clock.settle();
  const stopped = shipper.stop();
  await clock.advance(3000);
  await stopped;
  assert.equal(outbox.count('delivered'), 1);
  assert.equal(clock.waiting, 0);
});

test('stopping cuts a request that outlasts its grace, and a pause at once', async () => {
  const { shipper, sense, clock, http, outbox } = openWorld();
  shipper.start();
  await clock.settle();
  http.fate = () => ({ delayMs: 20_000 });
  sense(1);
  await clock.settle();
  const stopped = shipper.stop();
  await clock.advance(limits.stopMs);
  await stopped;
  assert.equal(outbox.pending(), 1);

  const resting = openWorld();
  resting.http.serve(undefined);
  resting.shipper.start();
  await resting.clock.advance(600_000);
  await resting.shipper.stop();
  assert.equal(resting.clock.waiting, 0);
});

test('the rate is that of the last minute, and a shrinking backlog has an end', async () => {
  const { shipper, sense, drained, clock, http } = openWorld();
  shipper.start();
  for (let second = 0; second < 120; second += 1) {
    sense(10);
    await clock.advance(1000);
  }
  const steady = shipper.status();
  assert(Math.abs(steady.rate - 10) < 0.5, `${steady.rate} points/s`);
  assert.equal(steady.drainMs, undefined);
  assert(steady.lastDeliveryAgeMs! <= 1000);

  http.fate = () => ({ delayMs: 1000 });
  sense(100_000);
  await clock.advance(3000);
  const draining = shipper.status();
  assert(draining.drainMs! > 1_000 && draining.drainMs! < 20_000, `${draining.drainMs} ms`);
  await drained();
  await clock.advance(120_000);
  assert.equal(shipper.status().rate, 0);
  await shipper.stop();
});
