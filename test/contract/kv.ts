// What every OrderedKv promises, as cases that run on the fake and on the real thing.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KvOp, KvOpener, OrderedKv } from '../../src/core/ports/ordered-kv.ts';
import type { Result } from '../../src/core/result.ts';

export interface KvUnderTest {
  readonly opener: KvOpener;
  /** A folder that holds no store yet. */
  newDir(): string;
}

const bytes = (...values: number[]) => Uint8Array.from(values);
const put = (key: string, ...values: number[]): KvOp => ({
  type: 'put',
  key,
  value: bytes(...values),
});
const everything = { gte: '', lt: '\u{10ffff}' };

export function value<T>(result: Result<T>): T {
  assert.ok(result.ok, result.ok ? '' : `${result.failure.kind}: ${result.failure.detail}`);
  return result.value;
}

/** Registers the cases under `name`. */
export function orderedKvContract(name: string, { opener, newDir }: KvUnderTest): void {
  const opened = async (dir = newDir()): Promise<OrderedKv> => value(await opener.open(dir));
  const keysOf = async (kv: OrderedKv, range = everything, reverse = false) =>
    value(await kv.range(range, { limit: 100, reverse })).map(({ key }) => key);

  test(`${name}: what is put is read, and what is deleted is not`, async () => {
    const kv = await opened();
    value(await kv.commit([put('a', 1, 2), put('b')], 'durable'));
    value(await kv.commit([{ type: 'del', key: 'b' }, put('c', 255)], 'buffered'));
    assert.deepEqual(plain(value(await kv.get('a'))), [1, 2]);
    assert.equal(value(await kv.get('b')), undefined);
    assert.deepEqual(value(await kv.getMany(['c', 'none', 'a'])).map(plain), [
      [255],
      undefined,
      [1, 2],
    ]);
    await kv.close();
  });

  test(`${name}: the last operation on a key within a commit decides`, async () => {
    const kv = await opened();
    value(await kv.commit([put('a', 1), { type: 'del', key: 'a' }, put('a', 3)], 'durable'));
    assert.deepEqual(plain(value(await kv.get('a'))), [3]);
    await kv.close();
  });

  test(`${name}: a range is half open, in order, limited, and runs backwards too`, async () => {
    const kv = await opened();
    const keys = ['b', 'd', 'a', 'c', 'e'];
    value(
      await kv.commit(
        keys.map((key) => put(key, 1)),
        'durable',
      ),
    );
    assert.deepEqual(await keysOf(kv, { gte: 'b', lt: 'd' }), ['b', 'c']);
    assert.deepEqual(await keysOf(kv, { gte: 'b', lt: 'd' }, true), ['c', 'b']);
    const first = value(await kv.range(everything, { limit: 2 }));
    assert.deepEqual(
      first.map(({ key }) => key),
      ['a', 'b'],
    );
    const last = value(await kv.range(everything, { limit: 2, reverse: true }));
    assert.deepEqual(
      last.map(({ key }) => key),
      ['e', 'd'],
    );
    assert.deepEqual(value(await kv.range({ gte: 'x', lt: 'b' }, { limit: 5 })), []);
    await kv.close();
  });

  test(`${name}: a snapshot stays as the store was`, async () => {
    const kv = await opened();
    value(await kv.commit([put('a', 1), put('b', 2), put('c', 3)], 'durable'));
    const snapshot = value(await kv.snapshot());
    value(await kv.commit([put('a', 9), { type: 'del', key: 'b' }, put('d', 4)], 'durable'));
    const seen = value(await snapshot.range(everything, { limit: 9 }));
    assert.deepEqual(
      seen.map((entry) => [entry.key, plain(entry.value)]),
      [
        ['a', [1]],
        ['b', [2]],
        ['c', [3]],
      ],
    );
    const last = value(await snapshot.range({ gte: 'a', lt: 'c' }, { limit: 1, reverse: true }));
    assert.deepEqual(
      last.map(({ key }) => key),
      ['b'],
    );
    await snapshot.close();
    await snapshot.close();
    assert.deepEqual(await keysOf(kv), ['a', 'c', 'd']);
    await kv.close();
  });

  test(`${name}: a snapshot of a closed store reads nothing more`, async () => {
    const kv = await opened();
    const snapshot = value(await kv.snapshot());
    await kv.close();
    const read = await snapshot.range(everything, { limit: 1 });
    assert.equal(read.ok ? 'ok' : read.failure.kind, 'closed');
    await snapshot.close();
    const late = await kv.snapshot();
    assert.equal(late.ok ? 'ok' : late.failure.kind, 'closed');
  });

  test(`${name}: keys are ordered by their UTF-8 bytes`, async () => {
    const kv = await opened();
    const ordered = ['Z', 'a', 'ab', 'é', '\ue000', '\u{1f600}'];
    value(
      await kv.commit(
        ordered.toReversed().map((key) => put(key, 1)),
        'durable',
      ),
    );
    assert.deepEqual(await keysOf(kv), ordered);
    await kv.close();
  });

  test(`${name}: a long range comes whole`, async () => {
    const kv = await opened();
    const ops = Array.from({ length: 3_000 }, (_, i) => put(String(i).padStart(6, '0'), i % 256));
    value(await kv.commit(ops, 'durable'));
    const entries = value(await kv.range(everything, { limit: 5_000 }));
    assert.deepEqual(
      entries.map(({ key }) => key),
      ops.map(({ key }) => key),
    );
    await kv.close();
  });

  test(`${name}: the caller's array is free again when the commit resolves`, async () => {
    const kv = await opened();
    const shared = bytes(1, 2, 3, 4);
    const op: KvOp = { type: 'put', key: 'a', value: shared.subarray(1, 3) };
    value(await kv.commit([op], 'durable'));
    shared.fill(9);
    assert.deepEqual(plain(value(await kv.get('a'))), [2, 3]);
    await kv.close();
  });

  test(`${name}: what was committed is there after close and open`, async () => {
    const dir = newDir();
    const first = await opened(dir);
    value(await first.commit([put('a', 7)], 'durable'));
    value(await first.commit([put('b', 8)], 'buffered'));
    await first.close();
    const second = await opened(dir);
    assert.deepEqual(await keysOf(second), ['a', 'b']);
    await second.close();
  });

  test(`${name}: a store that is open already is in use`, async () => {
    const dir = newDir();
    const kv = await opened(dir);
    const again = await opener.open(dir);
    assert.equal(again.ok ? 'opened' : again.failure.kind, 'in-use');
    value(await kv.commit([put('a', 1)], 'durable'));
    await kv.close();
  });

  test(`${name}: a closed store refuses everything, and closing twice is nothing`, async () => {
    const kv = await opened();
    await kv.close();
    await kv.close();
    const answers = [
      await kv.get('a'),
      await kv.getMany(['a']),
      await kv.range(everything, { limit: 1 }),
      await kv.commit([put('a', 1)], 'durable'),
      await kv.compact(everything),
      await kv.sizeBytes(everything),
    ];
    for (const answer of answers) assert.equal(answer.ok ? 'ok' : answer.failure.kind, 'closed');
  });

  test(`${name}: closing waits for the commit in flight`, async () => {
    const dir = newDir();
    const kv = await opened(dir);
    const commit = kv.commit([put('a', 1)], 'durable');
    await kv.close();
    value(await commit);
    const again = await opened(dir);
    assert.deepEqual(await keysOf(again), ['a']);
    await again.close();
  });

  test(`${name}: compaction and size work on any range`, async () => {
    const kv = await opened();
    value(await kv.commit([put('a', 1), put('b', 2)], 'durable'));
    value(await kv.compact({ gte: 'a', lt: 'b' }));
    assert.ok(value(await kv.sizeBytes(everything)) >= 0);
    assert.deepEqual(await keysOf(kv), ['a', 'b']);
    await kv.close();
  });
}

const plain = (array: Uint8Array | undefined) => array && [...array];
