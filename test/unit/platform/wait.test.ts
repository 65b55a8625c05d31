// wait: a call that ends when a value comes, when the time is over, or when the peer goes.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ask, bodyText, now, openTestPlatform, request } from '../../support/onep.ts';

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const rid = String(await platform.need(device, 'create', 'dataport', { format: 'float' }));
  /** Sends a wait and hears what it answers; undefined as long as it waits. */
  const wait = (options: unknown, signal?: AbortSignal) => {
    const heard: { text?: string } = {};
    const sent = ask(
      platform.handle,
      request(device, [['wait', rid, options]]),
      signal ? { signal } : {},
    ).then((reply) => {
      heard.text = bodyText(reply);
    });
    return { heard, sent };
  };
  return { platform, device, rid, wait };
}

test('R6 wait answers the next value that is written', async () => {
  const { platform, device, rid, wait } = await openWorld();
  await platform.need(device, 'write', rid, 1);
  const { heard, sent } = wait({});
  await platform.clock.advance(5000);
  assert.equal(heard.text, undefined);
  await platform.need(device, 'write', rid, 2);
  await sent;
  assert.equal(heard.text, `[{"id":0,"status":"ok","result":[${now + 5},2.0]}]`);
  assert.equal(platform.clock.waiting, 0);
});

test('R6 a value at or after since is answered at once, the oldest first', async () => {
  const { platform, device, rid, wait } = await openWorld();
  const entries = [10, 20, 30].map((second) => [second, second]);
  await platform.need(device, 'record', rid, entries, {});
  const { heard, sent } = wait({ since: 20 });
  await sent;
  assert.equal(heard.text, '[{"id":0,"status":"ok","result":[20,20.0]}]');
});

test('R6 what lies before since does not wake', async () => {
  const { platform, device, rid, wait } = await openWorld();
  const { heard, sent } = wait({ since: now + 1 });
  await platform.clock.settle();
  await platform.need(device, 'record', rid, [[now, 1]], {});
  await platform.clock.settle();
  assert.equal(heard.text, undefined);
  await platform.need(device, 'record', rid, [[now + 1, 2]], {});
  await sent;
  assert.equal(heard.text, `[{"id":0,"status":"ok","result":[${now + 1},2.0]}]`);
});

test('R6 wait expires after its timeout, 30 s if not given, 300 s at most', async () => {
  const { platform, wait } = await openWorld();
  for (const [options, seconds] of [
    [{ timeout: 2000 }, 2],
    [{}, 30],
    [{ timeout: 9_000_000 }, 300],
  ] as const) {
    const { heard, sent } = wait(options);
    await platform.clock.advance(seconds * 1000 - 1);
    assert.equal(heard.text, undefined);
    await platform.clock.advance(1);
    await sent;
    assert.equal(heard.text, '[{"id":0,"status":"expire"}]');
  }
});

test('R6 wait ends when the peer goes, and leaves no timer behind', async () => {
  const { platform, wait } = await openWorld();
  const peer = new AbortController();
  const { sent } = wait({}, peer.signal);
  await platform.clock.settle();
  assert.equal(platform.clock.waiting, 1);
  peer.abort();
  await sent;
  assert.equal(platform.clock.waiting, 0);
});

test('R6 the calls around a wait run before and after it, all in order', async () => {
  const { platform, device, rid } = await openWorld();
  const calls = [
    ['write', rid, 1],
    ['wait', rid, { timeout: 60_000 }],
    ['read', rid, { limit: 9 }],
    ['wait', rid, { timeout: 299_000 }],
    ['wait', rid, { timeout: 299_000 }],
  ];
  const heard = platform.rpc(device, ...calls);
  await platform.clock.advance(10_000);
  await platform.need(device, 'write', rid, 2);
  await platform.clock.advance(290_000);
  const answers = await heard;
  assert.deepEqual(
    answers.map(({ status }) => status),
    ['ok', 'ok', 'ok', 'expire', 'expire'],
  );
  assert.deepEqual(answers[2]?.result, [
    [now + 10, 2],
    [now, 1],
  ]);
});

test('R6 a wait for what one may not read, or with a bad option, is refused at once', async () => {
  const { platform, device, rid } = await openWorld();
  const stranger = await platform.client(platform.root);
  const [foreign] = await platform.rpc(stranger, ['wait', rid, {}]);
  assert.equal(foreign?.status, 'restricted');
  const [bad, none] = await platform.rpc(device, ['wait', rid, { timeout: -1 }], ['wait']);
  assert.equal(bad?.status, 'invalid');
  assert.equal(none?.status, 'fail');
});
