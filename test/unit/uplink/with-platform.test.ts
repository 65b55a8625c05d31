// The uplink between the real log and the real platform, over a network that breaks as told.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openLog } from '../../../src/buffer/log.ts';
import type { Epoch } from '../../../src/core/epoch.ts';
import { createEvents } from '../../../src/core/events.ts';
import { balances } from '../../../src/core/ledger.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Value } from '../../../src/core/point.ts';
import type { HttpRequest } from '../../../src/core/ports/http.ts';
import { ok } from '../../../src/core/result.ts';
import { createOnepSink } from '../../../src/uplink/onep-sink.ts';
import { createShipper } from '../../../src/uplink/shipper.ts';
import { createFakeHttp, type Fault } from '../../fakes/http.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { createSeededRandom } from '../../fakes/random.ts';
import { openTestPlatform } from '../../support/onep.ts';
import { float, start } from './world.ts';

const anchor: Epoch = {
  id: 1,
  bootId: 'b',
  wallMs: 0,
  monoMs: 0,
  trusted: true,
  shiftSeconds: 0,
};

async function openDevice(seed = 1) {
  const platform = await openTestPlatform();
  const { clock } = platform;
  const device = await platform.client(platform.root);
  const http = createFakeHttp({ clock });
  http.serve(platform.handle);
  const random = createSeededRandom(seed);
  const journal = createFakeJournal();
  const disk = createFakeDisk();

  const openAgent = async () => {
    const opened = await openLog(
      { opener: disk.opener, journal },
      { dir: '/log', maxBytes: 1 << 28, whenFull: 'drop-oldest' },
    );
    assert(opened.ok);
    const log = opened.value;
    const sink = createOnepSink(
      { http, clock },
      {
        url: 'http://far.test',
        cik: async () => ok(device.cik),
        userAgent: 'holdfast/0 (test)',
        wanted: ['a', 'b', 'c'].map(float),
        dataportOf: float,
      },
    );
    const shipper = createShipper(
      { outbox: log, sink, clock, random, journal, events: createEvents() },
      { dateOf: () => anchor, pending: () => log.ledger().pending },
    );
    return { log, shipper };
  };
  const agent = await openAgent();
  return {
    ...platform,
    ...agent,
    http,
    random,
    journal,
    agentDisk: disk,
    openAgent,
    auth: { cik: device.cik },
    rid: device.rid,
    drained: (log = agent.log) => clock.runUntil(() => log.ledger().pending === 0),
    /** What the platform holds under the alias, oldest first. */
    stored: (alias: string) =>
      platform.need(
        { cik: device.cik },
        'read',
        { alias },
        { limit: 1_000_000, sort: 'asc', endtime: 9_999_999_999 },
      ),
    /** Appends one segment a channel of `count` points, one a second, and gives their values. */
    async sense(channels: string, first: number, count: number, value = valueAt) {
      const seconds = Array.from({ length: count }, (_, i) => first + i);
      const columns = [...channels].map((channel) => ({
        channel,
        seconds,
        values: seconds.map((second) => value(second)),
      }));
      assert((await agent.log.append(columns, { epoch: 1 })).ok);
      return seconds.map((second, i) => [second, columns[0]!.values[i]]);
    },
  };
}

const valueAt = (second: number): Value => (second % 1000) / 8;
const isRecord = ({ body }: HttpRequest) => String(body).includes('"record"');
const entriesIn = ({ body }: HttpRequest): number =>
  JSON.parse(String(body))
    .calls.filter((call: { procedure: string }) => call.procedure === 'record')
    .reduce((sum: number, call: { arguments: [unknown, []] }) => sum + call.arguments[1].length, 0);

test('a backlog arrives whole, and no point is sent twice when nothing goes wrong', async () => {
  const { sense, shipper, drained, stored, http, log } = await openDevice();
  const expected = [];
  for (let i = 0; i < 12; i += 1) expected.push(...(await sense('abc', start + i * 600, 600)));
  shipper.start();
  await drained();
  for (const channel of 'abc') assert.deepEqual(await stored(channel), expected);
  const sent = http.requests.filter(isRecord).reduce((sum, one) => sum + entriesIn(one), 0);
  assert.equal(sent, 3 * 12 * 600);
  assert.equal(log.ledger().delivered, sent);
  await shipper.stop();
});

test('whatever the network loses, each point is on the platform once and counted once', async () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    const device = await openDevice(seed);
    const { sense, shipper, drained, stored, http, random, log, clock } = device;
    http.fate = (): Fault | undefined => {
      const faults: (Fault | undefined)[] = [
        'lost-request',
        'lost-answer',
        'lost-answer',
        { status: 503 },
        { status: 200, body: '<html>' },
        { delayMs: 40_000 },
        { delayMs: 200 },
      ];
      return faults[Math.floor(random.float() * 2 * faults.length)];
    };
    shipper.start();
    const expected = [];
    for (let i = 0; i < 10; i += 1) {
      expected.push(...(await sense('abc', start + i * 200, 200)));
      shipper.wake();
      await clock.advance(random.float() * 20_000);
    }
    await drained();
    for (const channel of 'abc') assert.deepEqual(await stored(channel), expected, `seed ${seed}`);
    const ledger = log.ledger();
    assert(balances(ledger));
    assert.equal(ledger.delivered, 6000);
    await shipper.stop();
  }
});

test('power cuts on either shore cost no point and make none', async () => {
  const device = await openDevice();
  const { sense, http, stored, clock, disk, agentDisk, revive, openAgent } = device;
  const expected = await sense('a', start, 4 * limits.batchPoints);
  let { shipper, log } = device;
  for (let cut = 0; cut < 6; cut += 1) {
    http.fate = (request) => (isRecord(request) ? { delayMs: 1000 } : undefined);
    shipper.start();
    await clock.advance(700 + cut * 300);
    agentDisk.crash();
    // The old process is gone: what its uplink still does must not matter.
    const stopped = shipper.stop();
    await clock.advance(limits.stopMs);
    await stopped;
    if (cut % 2) {
      disk.crash();
      await revive();
    }
    ({ shipper, log } = await openAgent());
  }
  http.fate = () => undefined;
  shipper.start();
  await device.drained(log);
  assert.deepEqual(await stored('a'), expected);
  assert.equal(log.ledger().delivered, expected.length);
  await shipper.stop();
});

test('a conflict is set aside within 2 log2 n + 2 requests, and the value that was there stays', async () => {
  for (const count of [1, 2, 3, 64, 2000]) {
    const { sense, shipper, drained, stored, http, need, auth, log, clock } = await openDevice();
    shipper.start();
    await clock.settle();
    const bad = start + Math.floor(count / 3);
    await need(auth, 'record', { alias: 'a' }, [[bad, -77]], {});
    const sensed = await sense('abc', start, count);
    const before = http.requests.length;
    shipper.wake();
    await drained();
    assert(http.requests.length - before <= 2 * Math.log2(count) + 2, `${count} points`);
    assert.deepEqual(
      await stored('a'),
      sensed.map(([s, v]) => [s, s === bad ? -77 : v]),
    );
    assert.deepEqual(await stored('b'), sensed);
    assert.deepEqual(log.reasons(), { 'rejected conflict': 1 });
    await shipper.stop();
  }
});

test('a value that the dataport cannot hold is set aside within 2 log2 n + 2 requests', async () => {
  for (const count of [1, 2, 3, 64, 2000]) {
    const { sense, shipper, drained, stored, http, log, clock } = await openDevice();
    shipper.start();
    await clock.settle();
    const bad = start + Math.floor(count / 3);
    const sensed = await sense('a', start, count, (s) => (s === bad ? 'no number' : valueAt(s)));
    const before = http.requests.length;
    shipper.wake();
    await drained();
    assert(http.requests.length - before <= 2 * Math.log2(count) + 2, `${count} points`);
    assert.deepEqual(
      await stored('a'),
      sensed.filter(([second]) => second !== bad),
    );
    assert.deepEqual(log.reasons(), { 'rejected invalid': 1 });
    await shipper.stop();
  }
});

test('points beyond what the platform takes of the future wait until their time has come', async () => {
  const { sense, shipper, drained, stored, clock, log } = await openDevice();
  const now = Math.floor(clock.wallMs() / 1000);
  shipper.start();
  await clock.settle();
  const sensed = await sense('a', now + limits.futureSeconds - 5, 100);
  shipper.wake();
  await clock.advance(1000);
  assert.equal(shipper.status().state, 'online');
  assert(log.ledger().pending > 50 && log.ledger().rejected === 0);
  await drained();
  assert.deepEqual(await stored('a'), sensed);
  await shipper.stop();
});

test('dataports of every format are made and take what they are meant for', async () => {
  const { need, auth, shipper, clock, rpc } = await openDevice();
  shipper.start();
  await clock.settle();
  const rids = await Promise.all(
    ['a', 'b', 'c'].map((alias) => need(auth, 'lookup', 'alias', alias)),
  );
  assert.equal(new Set(rids).size, 3);
  const [info] = await rpc(auth, ['info', { alias: 'a' }, { description: true }]);
  const { description } = info!.result as { description: { format: string; retention: object } };
  assert.equal(description.format, 'float');
  assert.deepEqual(description.retention, { count: 'infinity', duration: 'infinity' });
  await shipper.stop();
});

test('a dataport that was dropped on the platform is made again', async () => {
  const { sense, shipper, drained, stored, need, auth } = await openDevice();
  shipper.start();
  await sense('ab', start, 10);
  shipper.wake();
  await drained();
  await need(auth, 'drop', { alias: 'a' });
  const later = await sense('ab', start + 10, 10);
  shipper.wake();
  await drained();
  assert.deepEqual(await stored('a'), later);
  await shipper.stop();
});

test('a client that is locked keeps its points until it is unlocked', async () => {
  const { sense, shipper, drained, stored, need, root, rid, clock, log } = await openDevice();
  shipper.start();
  const sensed = await sense('a', start, 10);
  await need(root, 'update', rid, { locked: true });
  shipper.wake();
  await clock.advance(5000);
  assert.equal(shipper.status().state, 'locked');
  assert.equal(log.ledger().pending, 10);
  await need(root, 'update', rid, { locked: false });
  await drained();
  assert.deepEqual(await stored('a'), sensed);
  await shipper.stop();
});
