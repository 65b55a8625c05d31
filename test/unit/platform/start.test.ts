// The start of a platform: the root, its key, the secret, and the sweep of what a crash left behind.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPlatform } from '../../../src/platform/platform.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { createSeededRandom } from '../../fakes/random.ts';
import { openTestPlatform } from '../../support/onep.ts';

const dir = '/platform';
const given = 'ab'.repeat(20);

async function start(disk: ReturnType<typeof createFakeDisk>, fill: number, rootCik?: string) {
  const kv = await disk.opener.open(dir);
  assert(kv.ok);
  const secret = new Uint8Array(32).fill(fill);
  const deps = { clock: createFakeClock(), random: createSeededRandom(1) };
  const platform = await createPlatform(
    { kv: kv.value, ...deps, journal: createFakeJournal(), secret },
    rootCik === undefined ? {} : { rootCik },
  );
  if (platform.ok) await platform.value.close();
  await kv.value.close();
  return platform;
}

const cikOf = (platform: Awaited<ReturnType<typeof start>>) =>
  platform.ok ? platform.value.rootCik : platform.failure.kind;

test('the root CIK is made at the first start and found again at the next', async () => {
  const disk = createFakeDisk();
  const first = cikOf(await start(disk, 1));
  assert.match(first, /^[0-9a-f]{40}$/);
  assert.equal(cikOf(await start(disk, 1)), first);
  assert.equal(cikOf(await start(disk, 1, first)), first);
});

test('a root CIK that is given is taken at the first start alone', async () => {
  const disk = createFakeDisk();
  assert.equal(cikOf(await start(disk, 1, given)), given);
  assert.equal(cikOf(await start(disk, 1, 'cd'.repeat(20))), 'config');
});

test('another secret, a short one, or a root CIK of the wrong form is a bad configuration', async () => {
  const disk = createFakeDisk();
  await start(disk, 1);
  assert.equal(cikOf(await start(disk, 2)), 'config');
  assert.equal(cikOf(await start(createFakeDisk(), 1, 'ABC')), 'config');
  const kv = await disk.opener.open('/other');
  assert(kv.ok);
  const deps = { kv: kv.value, clock: createFakeClock(), random: createSeededRandom(1) };
  const short = await createPlatform({
    ...deps,
    journal: createFakeJournal(),
    secret: new Uint8Array(16),
  });
  assert.equal(short.ok ? '' : short.failure.kind, 'config');
});

test('a store of a newer layout is left alone', async () => {
  const disk = createFakeDisk();
  await start(disk, 1);
  disk.alter(dir, 'm/format', (value) =>
    Buffer.from(Buffer.from(value).toString().replace('"version":1', '"version":2')),
  );
  assert.equal(cikOf(await start(disk, 1)), 'unsupported');
});

test('no CIK lies in the store in the clear, as a key or in a value', async () => {
  const disk = createFakeDisk();
  const platform = await openTestPlatform(disk);
  const { cik } = await platform.client(platform.root);
  const seen: string[] = [...disk.keys(dir)];
  for (const key of disk.keys(dir)) {
    disk.alter(dir, key, (value) => {
      seen.push(Buffer.from(value).toString('latin1'));
      return value;
    });
  }
  assert.ok(seen.some((text) => text.includes('sealed')));
  assert.ok(!seen.some((text) => text.includes(cik) || text.includes(platform.root.cik)));
});

test('what a drop leaves is swept away, down to the empty store, also after a crash', async () => {
  const disk = createFakeDisk();
  const platform = await openTestPlatform(disk);
  const kept = await platform.need(platform.root, 'create', 'dataport', { format: 'integer' });
  const before = disk.keys(dir);
  const portal = await platform.client(platform.root);
  const device = await platform.client(portal);
  const points = Array.from({ length: 3000 }, (_, at) => [at, at]);
  for (const name of ['a', 'b', 'c']) {
    const description = { format: 'integer', public: true };
    const rid = await platform.need(device, 'create', 'dataport', description);
    await platform.need(device, 'map', 'alias', rid, name);
    await platform.need(platform.root, 'map', 'alias', rid, name);
    await platform.need(device, 'record', rid, points, {});
  }
  const [a, b] = [{ alias: 'a' }, { alias: 'b' }];
  const up = await platform.need(device, 'share', a, {});
  await platform.need(platform.root, 'activate', 'share', up);
  const down = await platform.need(platform.root, 'share', kept, {});
  await platform.need(device, 'activate', 'share', down);
  await platform.need(device, 'update', b, { subscribe: kept, preprocess: [['add', 1]] });
  await platform.need(device, 'tag', kept, 'add', 'nice');
  await platform.need(platform.root, 'tag', a, 'add', 'nice');
  await platform.need(device, 'grant', { alias: '' }, { [device.rid]: ['read'] });
  await platform.need(platform.root, 'drop', portal.rid);
  disk.crash();
  await platform.revive();
  await platform.clock.settle();
  for (let turn = 0; turn < 100 && disk.keys(dir).some((key) => key.startsWith('g/')); turn += 1) {
    await platform.clock.settle();
  }
  const shares = await platform.need(platform.root, 'info', kept, { shares: true });
  assert.match(JSON.stringify(shares), /"activated":\[\]/);
  await platform.need(platform.root, 'revoke', 'share', down);
  // What the root has and had, its counts and meters, is the root's own.
  const root = String(await platform.need(platform.root, 'lookup', 'aliased', ''));
  const ofRoot = [`u/${root}`, `i/${root}`];
  assert.deepEqual(
    disk.keys(dir).filter((key) => !ofRoot.some((own) => key.startsWith(own))),
    before.filter((key) => !ofRoot.some((own) => key.startsWith(own))),
  );
  const usage = await platform.need(platform.root, 'info', { alias: '' }, { usage: true });
  assert.match(JSON.stringify(usage), /"client":0,"dataport":1,.*"share":0,"disk":0/);
});
