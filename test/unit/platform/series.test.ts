// The block store of a series against a plain map: the same points, whatever was done in what order.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Value } from '../../../src/core/point.ts';
import type { Desk } from '../../../src/platform/context.ts';
import type { DataResource } from '../../../src/platform/resources/resource.ts';
import { readUsage } from '../../../src/platform/resources/usage.ts';
import { blockOf, decodeBlock } from '../../../src/platform/series/block.ts';
import { readHead } from '../../../src/platform/series/head.ts';
import { insertPoints } from '../../../src/platform/series/insert.ts';
import type { Points } from '../../../src/platform/series/points.ts';
import { selectAll, selectByCount, selectByTime } from '../../../src/platform/series/select.ts';
import { removePoints } from '../../../src/platform/series/series.ts';
import { each } from '../../../src/platform/store/each.ts';
import { blocksPrefix } from '../../../src/platform/store/keys.ts';
import { createSeededRandom } from '../../fakes/random.ts';
import { openSeries, type Series } from '../../support/series.ts';

type Model = Map<number, Value>;

const sorted = (model: Model): [number, Value][] => [...model].sort(([a], [b]) => a - b);
const pairs = ({ seconds, values }: Points): [number, Value | undefined][] =>
  seconds.map((second, at) => [second, values[at]]);

/** The laws of docs/platform-store.md, "Blocks". */
async function checkLaws({ at, dataport }: Series, model: Model) {
  await at(async (desk) => {
    const blocks = [];
    for await (const entry of each(desk.tx, blocksPrefix(dataport.rid)))
      blocks.push(blockOf(entry));
    let last = -1;
    for (const block of blocks) {
      const { seconds } = decodeBlock(block);
      for (const second of seconds) {
        assert.ok(second > last, 'seconds rise, and blocks do not overlap');
        last = second;
      }
      assert.equal(block.last, last);
      assert.ok(block.count <= 512);
    }
    const head = await readHead(desk, dataport.rid);
    const points = sorted(model);
    if (points.length === 0) assert.equal(head, undefined);
    else {
      assert.deepEqual(head, {
        count: points.length,
        first: points[0]?.[0],
        last: points.at(-1)?.[0],
        size: blocks.reduce((sum, { bytes }) => sum + bytes.length, 0),
        tail: blocks.at(-1)?.first,
      });
    }
    const usage = await readUsage(desk, dataport.owner);
    assert.equal(usage.all.points, points.length);
    assert.equal(usage.all.disk, head?.size ?? 0);
  });
}

const end = 4000;
const second = fc.integer({ min: 0, max: end });
/** Few values, so that the same one comes again; now and then text, some longer than a block likes. */
const palette: readonly Value[] = [0, 1, 2, 3, 0, 1, 'a', true, 0.5, 'x'.repeat(3000)];
/** A run as `record` brings it: strictly rising, dense or thin, anywhere, numbers or a mixture. */
const run = fc
  .record({
    start: second,
    step: fc.constantFrom(1, 2, 7),
    count: fc.oneof(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 1200 })),
    colours: fc.constantFrom(1, 4, palette.length),
    stride: fc.constantFrom(1, 3, 7),
  })
  .map(({ start, step, count, colours, stride }) => {
    const places = Array.from({ length: count }, (_, at) => at);
    return {
      seconds: places.map((at) => start + at * step),
      values: places.map((at) => palette[(at * stride + start) % colours] ?? 0),
    };
  });
const action = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('keep' as const), points: run }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('replace' as const), points: run }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('remove' as const), from: second, to: second }),
  },
);

test('a series holds what a map would hold, in lawful blocks', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12, size: 'max' }), async (actions) => {
      const series = await openSeries();
      const { at, dataport } = series;
      const model: Model = new Map();
      for (const step of actions) {
        if (step.do === 'remove') {
          await at((desk) => removePoints(desk, dataport, step.from, step.to));
          for (const key of [...model.keys()]) {
            if (key >= step.from && key <= step.to) model.delete(key);
          }
          continue;
        }
        const expected = put(model, step.points, step.do);
        const conflicts = await at((desk) => insertPoints(desk, dataport, step.points, step.do));
        assert.deepEqual(conflicts, expected);
      }
      await checkLaws(series, model);
      const window = { from: 0, to: 20_000 };
      const order = { sort: 'asc', limit: 1e6 } as const;
      const all = await at((desk) => selectAll(desk, dataport.rid, window, order));
      assert.deepEqual(pairs(all), sorted(model));
    }),
    { numRuns: 150 },
  );
});

/** What `record` and `write` do to a map; the seconds that kept another value. */
function put(model: Model, points: Points, how: 'keep' | 'replace'): number[] {
  const conflicts: number[] = [];
  for (const [at, second] of points.seconds.entries()) {
    const given = points.values[at] as Value;
    const old = model.get(second);
    if (old !== undefined && old !== given && how === 'keep') conflicts.push(second);
    else model.set(second, given);
  }
  return conflicts;
}

test('every selection of a window is what the plain list gives', { timeout: 60_000 }, async () => {
  const series = await openSeries();
  const { at, dataport } = series;
  const model: Model = new Map();
  const random = createSeededRandom(11);
  for (let turn = 0; turn < 40; turn += 1) {
    const start = Math.floor(random.float() * end);
    const values = Array.from({ length: 100 }, () => Math.floor(random.float() * 9));
    const points = { seconds: values.map((_, index) => start + index * 3), values };
    put(model, points, 'keep');
    await at((desk) => insertPoints(desk, dataport, points, 'keep'));
  }
  const options = {
    a: second,
    b: second,
    limit: fc.integer({ min: 0, max: 300 }),
    sort: fc.constantFrom('asc' as const, 'desc' as const),
  };
  await fc.assert(
    fc.asyncProperty(fc.record(options), async ({ a, b, limit, sort }) => {
      const window = { from: Math.min(a, b), to: Math.max(a, b) };
      const inside = sorted(model).filter(([key]) => key >= window.from && key <= window.to);
      const { all, byTime, byCount } = await at((desk) =>
        selections({ desk, dataport }, window, { limit, sort }),
      );
      const firsts = sort === 'asc' ? inside.slice(0, limit) : inside.toReversed().slice(0, limit);
      assert.deepEqual(pairs(all), sort === 'asc' ? firsts : firsts.toReversed());
      assert.deepEqual(pairs(byTime), oldestOfEachPart(inside, window, limit));
      if (limit < 2 || inside.length <= limit) assert.deepEqual(byCount, all);
      else {
        assert.equal(byCount.seconds.length, limit);
        assert.deepEqual(pairs(byCount), evenly(inside, limit));
      }
    }),
    { numRuns: 300 },
  );
});

async function selections(
  { desk, dataport: { rid } }: { readonly desk: Desk; readonly dataport: DataResource },
  window: { readonly from: number; readonly to: number },
  order: { readonly limit: number; readonly sort: 'asc' | 'desc' },
) {
  return {
    all: await selectAll(desk, rid, window, order),
    byTime: await selectByTime(desk, rid, { asked: window, window }, order.limit),
    byCount: await selectByCount(desk, rid, window, order),
  };
}

/** The first point of each of `limit` equal parts, by looking at every point. */
function oldestOfEachPart(
  points: readonly [number, Value][],
  { from, to }: { readonly from: number; readonly to: number },
  limit: number,
) {
  const width = to - from + 1;
  const parts = Math.min(limit, width);
  const taken = new Map<number, [number, Value]>();
  for (const point of points) {
    const part = Math.floor(((point[0] - from) * parts) / width);
    if (parts > 0 && !taken.has(part)) taken.set(part, point);
  }
  return [...taken.values()];
}

const evenly = (points: readonly [number, Value][], limit: number) =>
  Array.from(
    { length: limit },
    (_, sample) => points[Math.round((sample * (points.length - 1)) / (limit - 1))],
  );

test('an append reads and writes one block, however long the series is', async () => {
  const { at, dataport } = await openSeries();
  const values = Array.from({ length: 20_000 }, (_, index) => index % 7);
  const points = { seconds: values.map((_, index) => index), values };
  await at((desk) => insertPoints(desk, dataport, points, 'keep'));
  const touched = await at(async (desk) => {
    const keys: string[] = [];
    const tx = { ...desk.tx, put: (key: string) => void keys.push(key) };
    const next = { seconds: [20_000], values: [1] };
    await insertPoints({ ...desk, tx }, dataport, next, 'keep');
    return keys;
  });
  assert.equal(touched.length, 1);
});

test('a window costs the same to read in a short series as in a long one', async () => {
  const costs: number[] = [];
  for (const length of [5_000, 100_000]) {
    const { at, dataport, disk } = await openSeries();
    const values = Array.from({ length }, (_, index) => index % 7);
    const points = { seconds: values.map((_, index) => index), values };
    await at((desk) => insertPoints(desk, dataport, points, 'keep'));
    const before = disk.entriesRead;
    const window = { from: 2000, to: 2999 };
    const order = { sort: 'desc', limit: 1e6 } as const;
    const read = await at((desk) => selections({ desk, dataport }, window, order));
    assert.equal(read.all.seconds.length, 1000);
    costs.push(disk.entriesRead - before);
  }
  assert.equal(costs[0], costs[1]);
});
