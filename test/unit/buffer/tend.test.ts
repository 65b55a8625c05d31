// Tend: a disk that others fill, and points that grow old.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Log, LogOptions } from '../../../src/buffer/log.ts';
import { limits } from '../../../src/core/limits.ts';
import { createFakeDisk } from '../../fakes/kv.ts';
import { assertSound, column, createBench, deliver, kindOf, pendingNames, value } from './bench.ts';

const epoch = 1;
const roomy = { spareBytes: undefined, tooOld: undefined };
const spare = (spareBytes: number) => ({ ...roomy, spareBytes });
const before = (limit: number) => ({
  ...roomy,
  tooOld: (_: number, second: number) => second < limit,
});

/** Points that do not shrink: about 8 KiB a segment. */
async function fill(log: Log, bytes: number): Promise<void> {
  while (log.stats().bytes < bytes) {
    const { seconds } = column('a', log.ledger().sensed, limits.segmentPoints);
    value(await log.append([{ channel: 'a', seconds, values: seconds.map(Math.sin) }], { epoch }));
  }
}

const heldBytes = 3 * limits.leastRoomBytes;

async function openHeld(options: Partial<LogOptions> = {}) {
  const bench = createBench();
  const log = await bench.open(options);
  await fill(log, heldBytes);
  return { ...bench, log };
}

test('below the floor of its disk the log holds what it holds, less what is missing', async () => {
  const { log, journal } = await openHeld();
  const missingBytes = 100_000;
  value(await log.tend(spare(-missingBytes)));
  const { bytes, room, belowFloor } = log.stats();
  assert.equal(belowFloor, true);
  assert.equal(room.reason, 'floor');
  assert.ok(bytes <= heldBytes + 10_000 - missingBytes, `${bytes}`);
  assert.ok(bytes > heldBytes - missingBytes - 10_000, 'no more than that went');
  assert.deepEqual(log.reasons(), { 'evicted floor': log.ledger().evicted });
  assert.deepEqual(journal.of('disk below its floor')[0]?.fields, { missingBytes });
  await assertSound(log);
});

test('what was evicted and is not given back yet is not evicted for again', async () => {
  const { log, journal } = await openHeld();
  value(await log.tend(spare(-100_000)));
  const { evicted } = log.ledger();
  for (let i = 0; i < 5; i++) value(await log.tend(spare(-100_000)));
  assert.equal(log.ledger().evicted, evicted);
  assert.equal(journal.of('disk below its floor').length, 1);
  assert.equal(journal.of('evicting points').length, 1);
});

test('a disk without any space costs the log a bounded part at a time, and never its last room', async () => {
  const { log } = await openHeld();
  const sizes: number[] = [];
  for (let i = 0; i < 5; i++) {
    value(await log.tend(spare(-1e12)));
    sizes.push(log.stats().bytes);
  }
  assert.ok(sizes[0]! > heldBytes - limits.evictBytes - 10_000, `${sizes}`);
  assert.ok(sizes.at(-1)! > limits.leastRoomBytes - 10_000, `${sizes}`);
  assert.ok(sizes.at(-1)! <= limits.leastRoomBytes, `${sizes}`);
  await assertSound(log);
});

test('an append below the floor makes its own room', async () => {
  const { log } = await openHeld();
  value(await log.tend(spare(0)));
  const { bytes } = log.stats();
  await log.append([column('b', 0, limits.segmentPoints)], { epoch });
  assert.ok(log.stats().bytes <= bytes);
  assert.deepEqual(log.reasons(), { 'evicted floor': log.ledger().evicted });
});

test('with drop-newest the floor turns away what comes, and keeps what is there', async () => {
  const { log } = await openHeld({ whenFull: 'drop-newest' });
  const held = log.ledger().pending;
  value(await log.tend(spare(-1)));
  value(await log.append([column('b', 0, 5)], { epoch }));
  assert.equal(log.ledger().pending, held);
  assert.deepEqual(log.reasons(), { 'evicted floor': 5 });
  await assertSound(log);
});

test('a disk with space again, or of unknown space, leaves the log the room of its settings', async () => {
  const { log, journal } = await openHeld();
  value(await log.tend(spare(-1)));
  value(await log.tend(spare(1)));
  assert.equal(log.stats().belowFloor, true, 'around the floor nothing is said');
  value(await log.tend(spare(limits.compactBytes)));
  assert.equal(log.stats().belowFloor, false);
  assert.equal(journal.of('disk above its floor').length, 1);
  value(await log.tend(spare(-1)));
  value(await log.tend(roomy));
  assert.deepEqual(log.stats().room, { bytes: 1e9, reason: 'full' });
});

test('a log that came to have less room gives it back in steps, without a point coming in', async () => {
  const { log, open } = await openHeld();
  await log.close();
  const smaller = await open({ maxBytes: limits.leastRoomBytes });
  for (let i = 0; i < 4; i++) value(await smaller.tend(roomy));
  assert.ok(smaller.stats().bytes <= limits.leastRoomBytes);
  assert.deepEqual(smaller.reasons(), { 'evicted full': smaller.ledger().evicted });
  await assertSound(smaller);
});

test('what is too old goes from the head, whole segments of it, and is counted', async () => {
  const { open, journal } = createBench();
  const log = await open();
  for (let i = 0; i < 5; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  value(await log.settle([deliver(12, 1)]));
  value(await log.tend(before(25)));
  assert.equal((await pendingNames(log))[0], 'a@20');
  assert.deepEqual(log.reasons(), { 'evicted age': 19 });
  value(await log.tend(before(30)));
  assert.deepEqual(log.reasons(), { 'evicted age': 29 });
  assert.equal(journal.of('evicting points').length, 1);
  await assertSound(log);
});

test('a segment is as old as its youngest point, and as each of its epochs has it', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 10), column('late', 90, 1)], { epoch: 1 }));
  value(await log.append([column('a', 0, 10)], { epoch: 2 }));
  value(await log.tend(before(50)));
  assert.equal(log.ledger().evicted, 0, 'the head stays, and with it what is behind');
  const tooOld = (id: number) => id === 1;
  value(await log.tend({ ...roomy, tooOld }));
  assert.equal(log.ledger().evicted, 11);
  assert.equal(log.ledger().pending, 10);
});

test('many old points go in parts', async () => {
  const log = await createBench().open();
  for (let i = 0; i < 3; i++) value(await log.append([column('a', i * 70_000, 70_000)], { epoch }));
  value(await log.tend(before(1e9)));
  const { evicted } = log.ledger();
  assert.ok(evicted >= limits.evictPoints && evicted < limits.evictPoints + limits.segmentPoints);
  value(await log.tend(before(1e9)));
  value(await log.tend(before(1e9)));
  assert.equal(log.ledger().pending, 0);
  await assertSound(log);
});

test('an eviction that the store refuses evicts nothing, and is tried again', async () => {
  const disk = createFakeDisk();
  const log = await createBench(disk).open();
  value(await log.append([column('a', 0, 10)], { epoch }));
  disk.failCommits();
  assert.equal(kindOf(await log.tend(before(100))), 'store');
  assert.equal(log.stats().failure?.kind, 'store');
  assert.equal(log.ledger().evicted, 0);
  value(await log.tend(before(100)));
  assert.equal(log.stats().failure, undefined);
  assert.equal(log.ledger().evicted, 10);
  await assertSound(log);
});
