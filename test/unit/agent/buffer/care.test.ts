// Care on a real log: what the disk and the time ask of it, at a bounded pace.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type CareOptions, createCare } from '../../../../src/agent/buffer/care.ts';
import { failure } from '../../../../src/core/failure.ts';
import { limits } from '../../../../src/core/limits.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeFiles } from '../../../fakes/files.ts';
import { column, createBench, value } from '../../buffer/bench.ts';

const dir = '/state';
const y2026 = Date.UTC(2026, 5, 1);
const epoch = {
  id: 1,
  bootId: 'boot-0',
  wallMs: y2026,
  monoMs: 0,
  trusted: true,
  shiftSeconds: 0,
};

async function createScene(options: Partial<CareOptions> = {}) {
  const clock = createFakeClock({ wallMs: y2026 });
  const files = createFakeFiles([dir]);
  const log = await createBench().open();
  value(await log.putEpoch(epoch));
  const care = createCare(
    { clock, files, log },
    { dir, keepFreeBytes: 1_000, maxAgeMs: undefined, ...options },
  );
  const look = async () => {
    care.look();
    await clock.settle();
  };
  return { clock, files, log, care, look };
}

test('the log hears of a disk with less free than is to be kept', async () => {
  const { files, log, look } = await createScene({ keepFreeBytes: 5_000 });
  files.setFreeBytes(4_999);
  await look();
  assert.equal(log.stats().belowFloor, true);
});

test('a disk that does not say what is free takes no room away', async () => {
  const { clock, files, log, look } = await createScene();
  files.setFreeBytes(0);
  await look();
  files.failWith(failure('io', 'statfs failed'));
  await clock.advance(limits.careMs);
  await look();
  assert.equal(log.stats().belowFloor, false);
});

test('points go when they are past their age, and not before', async () => {
  const { clock, log, look } = await createScene({ maxAgeMs: 60_000 });
  value(await log.append([column('a', y2026 / 1000, 10)], { epoch: 1 }));
  await clock.advance(70_000);
  await look();
  assert.equal(log.ledger().evicted, 0);
  await clock.advance(limits.careMs);
  await look();
  assert.deepEqual(log.reasons(), { 'evicted age': 10 });
});

test('however often it is asked, it looks once in a while, and one look at a time', async () => {
  const { clock, care, files, log } = await createScene();
  let asked = 0;
  let answer = () => {};
  const slow = createCare(
    {
      clock,
      log,
      files: {
        freeBytes: (path) => {
          asked += 1;
          return new Promise((resolve) => {
            answer = () => resolve(files.freeBytes(path));
          });
        },
      },
    },
    { dir, keepFreeBytes: 0, maxAgeMs: undefined },
  );
  for (let i = 0; i < 3; i++) slow.look();
  await clock.advance(limits.careMs * 2);
  slow.look();
  assert.equal(asked, 1, 'the first has not answered yet');
  answer();
  await clock.settle();
  for (let i = 0; i < 3; i++) slow.look();
  assert.equal(asked, 2);
  care.look();
  assert.equal(clock.waiting, 0, 'no timers of its own');
});
