// The RPC client: whose word on the time is heard.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '../../../src/core/result.ts';
import { createRpc } from '../../../src/uplink/onep/rpc.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { cik, now } from './world.ts';

/** What is heard of the time when the far side answers with this body. */
async function hears(status: number, body: string): Promise<number[]> {
  const clock = createFakeClock();
  const heard: number[] = [];
  const rpc = createRpc(
    {
      clock,
      http: {
        async send() {
          await clock.sleep(0);
          const headers = { date: new Date(now * 1000).toUTCString() };
          return ok({ status, headers, body: new TextEncoder().encode(body) });
        },
        close: async () => {},
      },
    },
    {
      url: 'http://far.example',
      cik: async () => ok(cik),
      userAgent: 'test',
      heard: (wallMs) => heard.push(wallMs),
    },
  );
  const call = rpc.call(['"procedure":"lookup","arguments":["aliased",""]']);
  await clock.advance(0);
  await call;
  return heard;
}

test('a One Platform is believed the time, also when it does not know us', async () => {
  const middle = now * 1000 + 500;
  assert.deepEqual(await hears(200, '[{"id":0,"status":"ok","result":""}]'), [middle]);
  assert.deepEqual(await hears(200, '{"error":{"code":401,"message":"Invalid"}}'), [middle]);
});

test('whoever answers something else is not: a captive portal has any time', async () => {
  assert.deepEqual(await hears(200, '<html>Please log in</html>'), []);
  assert.deepEqual(await hears(302, ''), []);
  assert.deepEqual(await hears(500, 'oops'), []);
});
