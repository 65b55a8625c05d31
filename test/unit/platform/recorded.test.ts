// Which recorded points go on to subscribers, as the platform is set up (ruling 2).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFakeDisk } from '../../fakes/kv.ts';
import { openTestPlatform } from '../../support/onep.ts';

const all = { starttime: 0, limit: 100, sort: 'asc' };

/** What a subscriber holds after points came in and out of order, one of them against what was stored. */
const heard = {
  newer: [
    [100, 1],
    [102, 3],
  ],
  all: [
    [100, 1],
    [101, 2],
    [102, 3],
  ],
  none: [],
} as const;

for (const recorded of ['newer', 'all', 'none'] as const) {
  test(`R2 a platform that hands on ${recorded}`, async () => {
    const platform = await openTestPlatform(createFakeDisk(), '/platform', { recorded });
    const device = await platform.client(platform.root);
    const make = (more: object) =>
      platform.need(device, 'create', 'dataport', { format: 'integer', ...more });
    const source = await make({});
    const follower = await make({ subscribe: source });
    const send = (...entries: number[][]) => platform.rpc(device, ['record', source, entries]);
    await send([100, 1], [102, 3]);
    await send([101, 2], [102, 4]);
    assert.deepEqual(await platform.need(device, 'read', follower, all), heard[recorded]);
    await platform.close();
  });
}
