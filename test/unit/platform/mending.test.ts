// A platform whose disk fails comes back by itself, and never says yes to what is not on the disk.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startPlatform } from '../../../src/cli/platform/start.ts';
import { failure } from '../../../src/core/failure.ts';
import { limits } from '../../../src/core/limits.ts';
import type { KvOp, OrderedKv } from '../../../src/core/ports/ordered-kv.ts';
import { err } from '../../../src/core/result.ts';
import { openMending } from '../../../src/platform/store/mending.ts';
import { createFakeAssets } from '../../fakes/assets.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeFiles } from '../../fakes/files.ts';
import { createFakeHttpServer } from '../../fakes/http-server.ts';
import { createFakeJournal } from '../../fakes/journal.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { createSeededRandom } from '../../fakes/random.ts';
import { ask, bodyText, request } from '../../support/onep.ts';
import { kindOf, value } from '../buffer/bench.ts';

const put = (key: string): KvOp => ({ type: 'put', key, value: Uint8Array.of(1) });

async function openStore() {
  const clock = createFakeClock();
  const disk = createFakeDisk();
  const kv = value(await openMending({ opener: disk.opener, clock }, '/store'));
  const write = async (key: string) => kindOf(await kv.commit([put(key)], 'durable'));
  return { clock, disk, kv, write };
}

test('after a failed commit the next call opens the store anew, and sees what the disk has', async () => {
  const { disk, kv, write } = await openStore();
  disk.failCommits();
  assert.equal(await write('lost'), 'store');
  assert.equal(value(await kv.get('lost')), undefined);
  assert.equal(await write('kept'), 'ok');
});

test('a commit that landed although it failed is read after the store was opened anew', async () => {
  const { disk, kv, write } = await openStore();
  disk.failCommits({ landed: true });
  assert.equal(await write('landed'), 'store');
  assert.ok(value(await kv.get('landed')));
});

test('a store that fails again and again is opened once in a while, not with each call', async () => {
  const { clock, disk, write } = await openStore();
  disk.failCommits({ times: 2 });
  assert.equal(await write('a'), 'store');
  assert.equal(await write('a'), 'store', 'opened, and failed again');
  assert.equal(await write('a'), 'store', 'not opened');
  await clock.advance(limits.mendMs);
  assert.equal(await write('a'), 'ok');
});

test('a disk that does not open is asked again, and says why', async () => {
  const { clock, disk, kv, write } = await openStore();
  disk.failCommits({ kind: 'disk-full' });
  disk.failOpens({ kind: 'corrupt' });
  assert.equal(await write('a'), 'disk-full');
  assert.equal(kindOf(await kv.get('a')), 'corrupt');
  await clock.advance(limits.mendMs);
  assert.equal(await write('a'), 'ok');
});

test('many calls at once open the store once', async () => {
  const { disk, kv, write } = await openStore();
  disk.failCommits();
  assert.equal(await write('a'), 'store');
  const kinds = await Promise.all(['b', 'c', 'd'].map(write));
  assert.deepEqual(kinds, ['ok', 'ok', 'ok']);
  await kv.close();
  assert.equal(await write('e'), 'closed');
  assert.equal(kindOf(await disk.opener.open('/store')), 'ok', 'and it is free for the next');
});

test('a late failure of a handle that was given up breaks nothing', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk();
  let late = () => {};
  const opener = {
    async open(dir: string) {
      const opened = await disk.opener.open(dir);
      if (!opened.ok) return opened;
      const get: OrderedKv['get'] = async (key) => {
        if (key !== 'slow') return opened.value.get(key);
        await new Promise<void>((resolve) => {
          late = resolve;
        });
        return err(failure('store', 'the handle of then'));
      };
      return { ok: true, value: { ...opened.value, get } } as const;
    },
  };
  const kv = value(await openMending({ opener, clock }, '/store'));
  const slow = kv.get('slow');
  await clock.settle();
  disk.failCommits();
  assert.equal(kindOf(await kv.commit([put('a')], 'durable')), 'store');
  value(await kv.get('a'));
  late();
  assert.equal(kindOf(await slow), 'store');
  assert.equal(kindOf(await kv.commit([put('a')], 'durable')), 'ok');
});

test('`holdfast platform` answers again when its disk takes writes again', async () => {
  const clock = createFakeClock();
  const disk = createFakeDisk();
  const journal = createFakeJournal();
  const platform = value(
    await startPlatform(
      {
        clock,
        journal,
        random: createSeededRandom(3),
        files: createFakeFiles(['/data']),
        kv: disk.opener,
        server: createFakeHttpServer(journal),
        assets: createFakeAssets(),
      },
      { dir: '/data', host: '127.0.0.1', port: 8420 },
    ),
  );
  const create = async () => {
    const calls = [['create', 'dataport', { format: 'integer' }]];
    return bodyText(await ask(platform.handle, request({ cik: platform.rootCik }, calls)));
  };
  const health = async () =>
    (await ask(platform.handle, '', { path: '/healthz', method: 'GET' })).status;

  assert.match(await create(), /"ok"/);
  disk.failCommits({ kind: 'disk-full', times: 4 });
  for (let i = 0; i < 3; i++) {
    assert.match(await create(), /"code":500/);
    await clock.advance(limits.mendMs);
  }
  assert.equal(await health(), 503);
  await clock.advance(limits.mendMs);
  assert.equal(await health(), 200, 'without anybody writing');
  assert.match(await create(), /"ok"/);
  assert.equal(journal.of('platform commit failed').length, 1);
  assert.deepEqual(journal.of('platform commits again')[0]?.fields, { failures: 4 });
  await platform.stop();
});
