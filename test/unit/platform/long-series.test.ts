// A long series: a day's window costs the same, however long the rest is.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { insertPoints } from '../../../src/platform/series/insert.ts';
import { selectAll, selectByCount, selectByTime } from '../../../src/platform/series/select.ts';
import { openDesks, openSeries } from '../../support/series.ts';

const day = 86_400;
const start = 1_735_689_600;
/** The days of the longest series: HOLDFAST_SERIES_DAYS, a year in CI. */
const longest = Number(process.env.HOLDFAST_SERIES_DAYS ?? 30);

const secondsOf = (from: number): readonly number[] =>
  Array.from({ length: day }, (_, at) => from + at);

/** A series of so many days, a point a second; the values tell the second within an hour. */
async function ofDays(days: number) {
  const { at, close, dataport, disk } = await openSeries();
  for (let index = 0; index < days; index += 1) {
    const seconds = secondsOf(start + index * day);
    const values = seconds.map((second) => second % 3600);
    await at((desk) => insertPoints(desk, dataport, { seconds, values }, 'keep'));
  }
  await close();
  return { disk, dataport };
}

/** What a day's window in the middle takes from a store of which nothing is in memory, by selection. */
async function costs(days: number): Promise<readonly number[]> {
  const { disk, dataport } = await ofDays(days);
  const from = start + Math.floor(days / 2) * day;
  const window = { from, to: from + day - 1 };
  const everything = { sort: 'asc', limit: day } as const;
  const few = { sort: 'asc', limit: 24 } as const;
  const cost = async (select: Parameters<Awaited<ReturnType<typeof openDesks>>['at']>[0]) => {
    const desks = await openDesks(disk);
    const before = disk.entriesRead;
    await desks.at(select);
    await desks.close();
    return disk.entriesRead - before;
  };
  return [
    await cost(async (desk) => {
      const { seconds, values } = await selectAll(desk, dataport.rid, window, everything);
      assert.deepEqual(seconds, secondsOf(from));
      assert.equal(values[3700], (from + 3700) % 3600);
    }),
    await cost(async (desk) => {
      const points = await selectByTime(desk, dataport.rid, { asked: window, window }, 24);
      assert.equal(points.seconds.length, 24);
    }),
    await cost(async (desk) => {
      const points = await selectByCount(desk, dataport.rid, window, few);
      assert.equal(points.seconds.length, 24);
    }),
  ];
}

test('a day of one-second points is read with as many entries from a long series as from a short one', {
  timeout: 300_000,
}, async () => {
  const blocksOfADay = Math.ceil(day / 512) + 1;
  const ofOneDay = await costs(3);
  const ofLongest = await costs(longest);
  // Where the day begins within a block differs, and with it one block at each end.
  for (const [at, entries] of ofLongest.entries()) {
    assert.ok(Math.abs(entries - (ofOneDay[at] ?? 0)) <= 4, `${entries}, not ${ofOneDay[at]}`);
  }
  assert.ok((ofLongest[0] ?? 0) <= blocksOfADay + 4, `${ofLongest[0]} entries for a day`);
});
