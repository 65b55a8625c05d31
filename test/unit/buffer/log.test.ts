// The laws of the log, one test each.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { limits } from '../../../src/core/limits.ts';
import {
  assertSound,
  column,
  createBench,
  deliver,
  dir,
  everything,
  kindOf,
  peekAll,
  pendingNames,
  value,
} from './bench.ts';

const epoch = 1;

test('what was appended is peeked in the order of its seq, not of its time', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 100, 2), column('b', 100, 1)], { epoch }));
  value(await log.append([column('a', 50, 1)], { epoch }));
  assert.deepEqual(await pendingNames(log), ['a@100', 'a@101', 'b@100', 'a@50']);
  const { runs } = await peekAll(log);
  assert.deepEqual(
    runs.map(({ firstSeq }) => firstSeq),
    [0, 2, 3],
  );
  await assertSound(log);
});

test('values of every type come back as they were', async () => {
  const log = await createBench().open();
  const values = [21.5, -0, 'ok', true, 1 / 3, '\ud800'];
  const seconds = values.map((_, i) => i);
  value(await log.append([{ channel: 'ä/b', seconds, values }], { epoch: 7 }));
  const { runs } = await peekAll(log);
  assert.deepEqual(runs, [{ channel: 'ä/b', seconds, values, epoch: 7, firstSeq: 0 }]);
});

test('peek takes nothing: the same points come until they are settled', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 3)], { epoch }));
  assert.deepEqual(await peekAll(log), await peekAll(log));
  value(await log.settle([deliver(0, 2)]));
  assert.deepEqual(await pendingNames(log), ['a@2']);
});

test('peek keeps to the points and bytes it was asked for, in whole runs where it can', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 10), column('b', 0, 10)], { epoch }));
  assert.equal((await peekAll(log, { points: 15, bytes: 1e9 })).points, 10);
  assert.equal((await peekAll(log, { points: 4, bytes: 1e9 })).points, 4);
  assert.equal((await peekAll(log, { points: 100, bytes: 200 })).points, 10);
  assert.equal((await peekAll(log, { points: 100, bytes: 1 })).points, 1);
});

test('many small segments make one batch, and one run when they are of one channel', async () => {
  const log = await createBench().open();
  for (let i = 0; i < 300; i++) value(await log.append([column('a', i, 1)], { epoch }));
  const { runs, points } = await peekAll(log);
  assert.equal(points, 300);
  assert.equal(runs.length, 1);
});

test('peek goes on from a seq, inside a segment too', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 5), column('b', 0, 5)], { epoch }));
  value(await log.append([column('a', 5, 5)], { epoch }));
  const from = await pendingNames(log, { ...everything, fromSeq: 7 });
  assert.deepEqual(from, ['b@2', 'b@3', 'b@4', 'a@5', 'a@6', 'a@7', 'a@8', 'a@9']);
});

test('an append larger than a segment becomes several, without a gap', async () => {
  const { disk, open } = createBench();
  const log = await open();
  const points = limits.segmentPoints * 2 + 1;
  value(await log.append([column('a', 0, points)], { epoch }));
  assert.equal(disk.keys(dir).filter((key) => key.startsWith('s/')).length, 3);
  assert.equal((await peekAll(log)).points, points);
  await assertSound(log);
});

test('long strings are dealt out to segments by their bytes', async () => {
  const log = await createBench().open();
  const long = 'x'.repeat(limits.stringValueBytes);
  const values = Array.from({ length: 9 }, () => long);
  value(
    await log.append([{ channel: 'text', seconds: values.map((_, i) => i), values }], { epoch }),
  );
  assert.ok(log.stats().segments > 1);
  assert.equal((await peekAll(log)).points, 9);
});

test('settling in any order and in any parts keeps the account', async () => {
  const log = await createBench().open();
  for (let i = 0; i < 4; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  value(await log.settle([deliver(25, 10)]));
  value(await log.settle([{ firstSeq: 5, count: 1, outcome: 'rejected', reason: 'invalid' }]));
  value(await log.settle([deliver(0, 5), { firstSeq: 6, count: 2, outcome: 'thinned' }]));
  assert.deepEqual(log.ledger(), {
    sensed: 40,
    delivered: 15,
    rejected: 1,
    thinned: 2,
    evicted: 0,
    pending: 22,
  });
  assert.deepEqual(log.reasons(), { 'rejected invalid': 1 });
  await assertSound(log);
});

test('naming a settled point again, or one that never was, changes nothing', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 10)], { epoch }));
  value(await log.settle([deliver(2, 4)]));
  const before = log.ledger();
  value(await log.settle([{ firstSeq: 3, count: 2, outcome: 'rejected' }, deliver(50, 9)]));
  assert.deepEqual(log.ledger(), before);
  value(await log.settle([{ firstSeq: 0, count: 10, outcome: 'rejected' }]));
  assert.equal(log.ledger().delivered, 4);
  assert.equal(log.ledger().rejected, 6);
});

test('a segment goes in the batch of the settle that empties it', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 10)], { epoch }));
  value(await log.append([column('a', 10, 10)], { epoch }));
  value(await log.settle([deliver(10, 9)]));
  assert.equal(log.stats().segments, 2);
  value(await log.settle([deliver(0, 10), deliver(19, 1)]));
  assert.deepEqual(
    disk.keys(dir).filter((key) => key.startsWith('s/')),
    [],
  );
  const { bytes, segments, points } = log.stats();
  assert.deepEqual({ bytes, segments, points }, { bytes: 0, segments: 0, points: 0 });
});

test('a reopened log is where it was, counters, marks, epochs and intervals included', async () => {
  const { open } = createBench();
  const log = await open();
  const anchored = { id: 3, bootId: 'b', wallMs: 1, monoMs: 2, trusted: true, shiftSeconds: 0 };
  value(await log.putEpoch(anchored));
  value(await log.append([column('a', 0, 10), column('b', 5, 1)], { epoch: 3, collisions: 2 }));
  value(await log.settle([deliver(4, 3)]));
  const before = [log.ledger(), log.stats(), log.mark('a'), log.mark('b'), log.epochs()];
  const names = await pendingNames(log);
  await log.close();
  const again = await open();
  const after = [again.ledger(), again.stats(), again.mark('a'), again.mark('b'), again.epochs()];
  assert.deepEqual(after, before);
  assert.deepEqual(await pendingNames(again), names);
});

test('what append acknowledged outlives a power cut, marks included', async () => {
  const { disk, open } = createBench();
  const log = await open();
  value(await log.append([column('a', 0, 3)], { epoch }));
  disk.crash();
  const again = await open();
  assert.deepEqual(await pendingNames(again), ['a@0', 'a@1', 'a@2']);
  assert.equal(again.mark('a'), 2);
});

test('the mark of a channel outlives its points', async () => {
  const { disk, open } = createBench();
  const log = await open();
  for (let i = 0; i < 3; i++) {
    value(await log.append([column('a', i * 10, 10), column('b', i, 1)], { epoch }));
    value(await log.settle([deliver(i * 11, 11)]));
  }
  disk.crash();
  const again = await open();
  assert.equal(again.stats().segments, 0);
  assert.deepEqual([again.mark('a'), again.mark('b'), again.mark('c')], [29, 2, undefined]);
});

test('a mark never goes back when older seconds are stored', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 100, 5)], { epoch }));
  value(await log.append([column('a', 10, 5)], { epoch }));
  assert.equal(log.mark('a'), 104);
});

test('counts without points join the ledger in the same batch', async () => {
  const log = await createBench().open();
  value(await log.append([column('a', 0, 1)], { epoch, collisions: 3, evicted: 4 }));
  value(await log.append([], { epoch, collisions: 1 }));
  assert.deepEqual(log.ledger(), {
    sensed: 9,
    delivered: 0,
    rejected: 0,
    thinned: 4,
    evicted: 4,
    pending: 1,
  });
  assert.deepEqual(log.reasons(), { 'thinned collision': 4, 'evicted tray': 4 });
});

test('undated epochs are stepped over without being read', async () => {
  const { disk, open } = createBench();
  const log = await open();
  for (let i = 0; i < 200; i++) value(await log.append([column('a', i, 1)], { epoch: 1 }));
  value(await log.append([column('a', 1000, 2)], { epoch: 2 }));
  const before = disk.entriesRead;
  const dated = { ...everything, skip: (id: number) => id === 1 };
  assert.deepEqual(await pendingNames(log, dated), ['a@1000', 'a@1001']);
  assert.ok(disk.entriesRead - before <= 4, `${disk.entriesRead - before} entries`);
  value(await log.settle([deliver(200, 2)]));
  assert.equal(log.ledger().pending, 200);
  await assertSound(log);
});

test('channels that are refused do not hold up the others', async () => {
  const log = await createBench().open();
  value(await log.append([column('locked', 0, 3), column('b', 0, 2)], { epoch }));
  const skipChannel = (channel: string) => channel === 'locked';
  assert.deepEqual(await pendingNames(log, { ...everything, skipChannel }), ['b@0', 'b@1']);
});

test('a read at the head touches as few entries after a long life as after a short one', async () => {
  const { disk, open } = createBench();
  const log = await open();
  const headRead = async () => {
    const before = disk.entriesRead;
    await peekAll(log, { points: 1, bytes: 1e9 });
    return disk.entriesRead - before;
  };
  const step = async (i: number) => {
    value(await log.append([column('a', i, 1)], { epoch }));
    value(await log.append([column('b', i, 1)], { epoch }));
    value(await log.settle([deliver(i, 1)]));
  };
  await step(0);
  const early = await headRead();
  for (let i = 1; i < 2_000; i++) await step(i);
  assert.ok((await headRead()) <= early + 1);
  await assertSound(log);
});

test('a start reads the same few entries however long the log is', async () => {
  const { disk, open } = createBench();
  const startAfter = async (segments: number) => {
    const log = await open();
    while (log.stats().segments < segments) {
      value(await log.append([column('a', log.ledger().sensed, 1_000)], { epoch }));
    }
    await log.close();
    const before = disk.entriesRead;
    await (await open()).close();
    return disk.entriesRead - before;
  };
  // Between two writings of the marks there are at most markBytes of segments.
  const atMost = limits.markBytes / 1_000 + 20;
  assert.ok((await startAfter(1_000)) <= atMost);
});

test('intervals stay few: stragglers are appended again and delivered under their new seqs', async () => {
  const log = await createBench().open();
  const points = (limits.settledIntervals + 176) * 2;
  for (let i = 0; i < points / 100; i++) {
    value(await log.append([column('a', i * 50, 50), column('b', i * 50, 50)], { epoch: 5 }));
  }
  const everySecond = Array.from({ length: points / 2 }, (_, i) => deliver(i * 2, 1));
  const before = await pendingNames(log);
  value(await log.settle(everySecond));
  await assertSound(log);
  assert.equal(log.ledger().delivered, points / 2);
  const after = await pendingNames(log);
  const left = before.filter((_, seq) => seq % 2 === 1);
  assert.deepEqual(after.toSorted(), left.toSorted());
  const { runs } = await peekAll(log);
  for (const run of runs) {
    assert.equal(run.epoch, 5);
    value(await log.settle([deliver(run.firstSeq, run.seconds.length)]));
  }
  assert.equal(log.ledger().pending, 0);
  await assertSound(log);
});

test('a full log drops its oldest segments and counts them', async () => {
  const log = await createBench().open({ maxBytes: 10_000 });
  for (let i = 0; i < 400; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  const { bytes, oldest } = log.stats();
  assert.ok(bytes <= 10_000, `${bytes}`);
  const { evicted, sensed } = log.ledger();
  assert.equal(sensed, 4_000);
  assert.ok(evicted > 0);
  assert.deepEqual(log.reasons(), { 'evicted full': evicted });
  assert.deepEqual(oldest, { second: evicted, epoch });
  await assertSound(log);
});

test('a full log that keeps its oldest counts the newest as evicted', async () => {
  const log = await createBench().open({ maxBytes: 2_000, whenFull: 'drop-newest' });
  for (let i = 0; i < 100; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  assert.ok(log.stats().bytes <= 2_000);
  assert.equal((await pendingNames(log))[0], 'a@0');
  assert.equal(log.ledger().sensed, 1_000);
  await assertSound(log);
});

test('settled points of a dropped segment are not counted twice', async () => {
  const log = await createBench().open({ maxBytes: 5_000 });
  value(await log.append([column('a', 0, 10)], { epoch }));
  value(await log.settle([deliver(3, 4)]));
  for (let i = 1; i < 200; i++) value(await log.append([column('a', i * 10, 10)], { epoch }));
  assert.equal(log.ledger().delivered, 4);
  await assertSound(log);
});

test('epochs without points are forgotten in time, those with points are not', async () => {
  const log = await createBench().open();
  const named = (id: number) => ({
    id,
    bootId: 'b',
    wallMs: 0,
    monoMs: 0,
    trusted: false,
    shiftSeconds: 0,
  });
  value(await log.putEpoch(named(0)));
  value(await log.append([column('a', 0, 1)], { epoch: 0 }));
  for (let id = 1; id < 200; id++) value(await log.putEpoch(named(id)));
  const ids = log.epochs().map(({ id }) => id);
  assert.ok(ids.includes(0) && ids.includes(199));
  assert.ok(ids.length <= limits.idleEpochs + 2, `${ids.length}`);
});

test('operations asked for at once are carried out in order', async () => {
  const log = await createBench().open();
  const appends = Array.from({ length: 20 }, (_, i) => log.append([column('a', i, 1)], { epoch }));
  const peeked = log.peek(everything);
  await Promise.all(appends);
  assert.equal(value(await peeked).points, 20);
});

test('a closed log refuses, and closing waits for what was asked before', async () => {
  const { open } = createBench();
  const log = await open();
  const last = log.append([column('a', 0, 1)], { epoch });
  await log.close();
  value(await last);
  assert.equal(kindOf(await log.append([column('a', 1, 1)], { epoch })), 'closed');
  assert.deepEqual(await pendingNames(await open()), ['a@0']);
});
