// Waves: how far a value goes, whatever the subscriptions look like.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeededRandom } from '../../../fakes/random.ts';
import { now, openTestPlatform } from '../../../support/onep.ts';

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const make = async (more: object = {}, type = 'dataport'): Promise<string> =>
    String(await platform.need(device, 'create', type, { format: 'integer', ...more }));
  const newest = async (rid: string): Promise<unknown> => {
    const points = (await platform.need(device, 'read', rid)) as [number, unknown][];
    return points[0]?.[1];
  };
  const write = (rid: string, value: unknown) => platform.need(device, 'write', rid, value);
  return { platform, device, make, newest, write };
}

test('in any tree of subscriptions each resource has what its way from the root makes of a value', async () => {
  const random = createSeededRandom(11);
  for (let round = 0; round < 20; round += 1) {
    const { platform, make, newest, write } = await openWorld();
    const root = await make();
    const nodes = [{ rid: root, added: 0 }];
    for (let at = 0; at < 20; at += 1) {
      const source = nodes[Math.floor(random.float() * nodes.length)];
      assert(source);
      const preprocess = [['add', at]];
      const rid = await make({ subscribe: source.rid, preprocess });
      nodes.push({ rid, added: source.added + at });
    }
    for (const value of [5, -100]) {
      await write(root, value);
      for (const { rid, added } of nodes) assert.equal(await newest(rid), value + added);
    }
    await platform.close();
  }
});

test('in any knot of subscriptions a value comes to an end', async () => {
  const random = createSeededRandom(12);
  for (let round = 0; round < 20; round += 1) {
    const { platform, device, make, newest, write } = await openWorld();
    const rids: string[] = [];
    for (let at = 0; at < 12; at += 1) rids.push(await make());
    for (const rid of rids) {
      const subscribe = rids[Math.floor(random.float() * rids.length)];
      if (subscribe !== rid) await platform.need(device, 'update', rid, { subscribe });
    }
    for (const rid of rids) {
      await write(rid, round);
      assert.equal(await newest(rid), round);
    }
    await platform.close();
  }
});

test('a value reaches so many resources and no more, and who missed it counts an error', async () => {
  const { platform, device, make, newest, write } = await openWorld();
  const root = await make();
  const rids: string[] = [];
  for (let at = 0; at < 1005; at += 1) rids.push(await make({ subscribe: root }));
  await write(root, 7);
  let missed = 0;
  for (const rid of rids) {
    if ((await newest(rid)) === 7) continue;
    missed += 1;
    const info = await platform.need(device, 'info', rid, { errors: true });
    assert.equal((info as { errors: { count: number } }).errors.count, 1);
  }
  assert.equal(missed, 5);
});

test('R6 who waits for a subscriber hears of what its source was told', async () => {
  const { platform, device, make, write } = await openWorld();
  const source = await make();
  const rule = { simple: { comparison: 'gt', constant: 1, repeat: true } };
  const hot = await make({ subscribe: source, format: 'boolean', rule }, 'datarule');
  const heard = platform.rpc(device, ['wait', hot, {}]);
  await platform.clock.settle();
  await write(source, 2);
  const [answer] = await heard;
  assert.deepEqual(answer?.result, [now, 'true']);
});
