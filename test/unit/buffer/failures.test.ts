// A store that fails: nothing is acknowledged, nothing is counted twice, and the log comes back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asideKey, headKey, segmentKey, settledKey } from '../../../src/buffer/format/keys.ts';
import {
  assertBalanced,
  assertSound,
  column,
  createBench,
  deliver,
  dir,
  kindOf,
  peekAll,
  pendingNames,
  value,
} from './bench.ts';

const epoch = 1;

test('a failed append is no append; the next one reopens the store', async () => {
  const { disk, journal, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 2)], { epoch }));
  disk.failCommits({ kind: 'disk-full' });
  assert.equal(kindOf(await log.append([column('a', 2, 2)], { epoch })), 'disk-full');
  assert.equal(log.ledger().sensed, 2);
  value(await log.append([column('a', 2, 2)], { epoch }));
  assert.deepEqual(await pendingNames(log), ['a@0', 'a@1', 'a@2', 'a@3']);
  assert.equal(journal.of('store failed').length, 1);
  assert.equal(journal.of('store reopened').length, 1);
  await assertSound(log);
});

test('an append that failed and landed all the same is counted once when it is repeated', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 2)], { epoch }));
  disk.failCommits({ landed: true });
  assert.equal(kindOf(await log.append([column('a', 2, 2)], { epoch: 2 })), 'store');
  disk.failOpens({ times: 2 });
  assert.equal(kindOf(await log.append([column('a', 2, 3)], { epoch })), 'store');
  assert.equal(kindOf(await log.append([column('a', 2, 3)], { epoch })), 'store');
  value(await log.append([column('a', 2, 3)], { epoch }));
  assert.deepEqual(await pendingNames(log), ['a@0', 'a@1', 'a@2', 'a@3', 'a@4']);
  assert.equal(log.ledger().sensed, 5);
  await assertSound(log);
  await log.close();
  const again = await open();
  assert.equal(again.ledger().sensed, 5);
  await assertSound(again);
});

test('a doubt outlives a reopening that fails half way', async () => {
  const { disk, open } = createBench();
  const log = await open();
  disk.failCommits({ landed: true });
  assert.equal(kindOf(await log.append([column('a', 0, 2)], { epoch })), 'store');
  // The commit that takes the append back fails as well.
  disk.failCommits();
  assert.equal(kindOf(await log.append([column('a', 0, 2)], { epoch })), 'store');
  value(await log.append([column('a', 0, 2)], { epoch }));
  assert.equal(log.ledger().sensed, 2);
  await assertSound(log);
});

test('a settle that failed and landed is known when the store is open again', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 4)], { epoch }));
  disk.failCommits({ landed: true });
  assert.equal(kindOf(await log.settle([deliver(0, 3)])), 'store');
  assert.equal(log.ledger().delivered, 0);
  value(await log.settle([deliver(0, 3)]));
  assert.equal(log.ledger().delivered, 3);
  assert.deepEqual(await pendingNames(log), ['a@3']);
  await assertSound(log);
});

test('a full store that fails while it makes room loses nothing that it did not count', async () => {
  const { disk, open } = createBench();
  const log = await open({ maxBytes: 2_000 });
  let start = 0;
  for (; log.ledger().evicted === 0; start += 10) {
    value(await log.append([column('a', start, 10)], { epoch }));
  }
  for (let i = 0; i < 60; i++, start += 10) {
    const columns = [column('a', start, 10)];
    disk.failCommits({ landed: i % 2 === 0 });
    assert.equal(kindOf(await log.append(columns, { epoch })), 'store');
    value(await log.append(columns, { epoch }));
    await assertSound(log);
    assert.equal(log.ledger().sensed, start + 10);
  }
});

test('what the disk acknowledged and lost is counted as lost, and no seq is used again', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 2)], { epoch }));
  const old = new Map<string, Uint8Array>();
  disk.alter(dir, headKey, (head) => {
    old.set(headKey, head.slice());
    return head;
  });
  value(await log.append([column('a', 2, 5)], { epoch }));
  disk.alter(dir, headKey, () => old.get(headKey));
  disk.alter(dir, segmentKey(2), () => undefined);
  disk.failCommits();
  assert.equal(kindOf(await log.append([column('a', 7, 1)], { epoch })), 'store');
  value(await log.append([column('a', 7, 1)], { epoch }));
  assert.deepEqual(await pendingNames(log), ['a@0', 'a@1', 'a@7']);
  assert.equal(log.ledger().sensed, 8);
  assert.deepEqual(log.reasons(), { 'evicted lost': 5 });
  await assertSound(log);
});

for (const [what, change] of [
  ['a changed bit', (bytes: Uint8Array) => bytes.with(bytes.length - 3, bytes[20]! ^ 0x55)],
  ['a cut', (bytes: Uint8Array) => bytes.slice(0, 12)],
  ['nothing in it', () => new Uint8Array(0)],
] as const) {
  test(`a segment with ${what} is never sent: it is counted, set aside, and the log goes on`, async () => {
    const { disk, journal, open } = createBench();
    const log = await open();
    for (let i = 0; i < 5; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
    value(await log.settle([deliver(20, 2)]));
    await log.close();
    disk.alter(dir, segmentKey(20), change);
    const again = await open();
    const { points } = await peekAll(again);
    assert.equal(points, 40);
    assert.equal(again.ledger().evicted, 8);
    assert.deepEqual(again.reasons(), { 'evicted corrupt': 8 });
    assert.ok(disk.keys(dir).includes(asideKey(20)));
    assert.equal(journal.of('points lost').length, 1);
    await assertBalanced(again);
  });
}

test('a segment under the key of another is damaged', async () => {
  const { disk, open } = createBench();
  const log = await open();
  for (let i = 0; i < 3; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  let other = new Uint8Array();
  disk.alter(dir, segmentKey(10), (bytes) => {
    other = bytes.slice();
    return bytes;
  });
  disk.alter(dir, segmentKey(0), () => other);
  await log.close();
  const again = await open();
  assert.equal((await peekAll(again)).points, 20);
  await assertBalanced(again);
});

test('segments that are gone are counted as lost, at the front, in the middle and at the end', async () => {
  const { disk, open } = createBench();
  const log = await open();
  for (let i = 0; i < 6; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  for (const first of [0, 20, 50]) disk.alter(dir, segmentKey(first), () => undefined);
  await log.close();
  const again = await open();
  assert.equal((await peekAll(again)).points, 30);
  assert.deepEqual(again.reasons(), { 'evicted lost': 30 });
  await assertBalanced(again);
});

test('a log without its head starts from its segments, and balances', async () => {
  const { disk, journal, open } = createBench();
  const log = await open();
  for (let i = 0; i < 4; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  value(await log.settle([deliver(0, 15)]));
  await log.close();
  disk.alter(dir, headKey, () => undefined);
  const again = await open();
  assert.equal(again.ledger().pending, 25);
  assert.equal(again.mark('a'), 39);
  assert.equal(journal.of('ledger did not balance').length, 1);
  await assertSound(again);
});

test('a log without its intervals sends again what it cannot know, and balances', async () => {
  const { disk, journal, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 10)], { epoch }));
  value(await log.settle([deliver(2, 3)]));
  await log.close();
  disk.alter(dir, settledKey, (bytes) => bytes.fill(0));
  const again = await open();
  assert.equal(again.ledger().pending, 10);
  assert.equal(journal.of('ledger did not balance').length, 1);
  await assertSound(again);
});

test('an equation that does not hold is seen: verify counts on its own', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 10)], { epoch }));
  value(await log.append([column('a', 10, 10)], { epoch }));
  disk.alter(dir, segmentKey(10), () => undefined);
  const { ledger, problems } = value(await log.verify());
  assert.equal(ledger.pending, 10);
  assert.match(problems.join(), /no segment holds the pending points 10 to 19/);
});

test('a store that opens and fails again and again is two lines in the journal', async () => {
  const { disk, journal, open } = createBench();
  const log = await open();
  disk.failCommits({ kind: 'disk-full', times: 5 });
  for (let i = 0; i < 5; i++)
    assert.equal(kindOf(await log.append([column('a', 0, 2)], { epoch })), 'disk-full');
  value(await log.append([column('a', 0, 2)], { epoch }));
  assert.deepEqual(
    journal.lines.map(({ event, fields }) => [event, fields.kind ?? fields.failures]),
    [
      ['store failed', 'disk-full'],
      ['store reopened', 5],
    ],
  );
});
