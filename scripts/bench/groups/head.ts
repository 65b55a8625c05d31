// Head: reading the oldest points of a log, when little has passed through it and when a lot has.

import { performance } from 'node:perf_hooks';
import type { Log } from '../../../src/buffer/log.ts';
import { limits } from '../../../src/core/limits.ts';
import type { Column } from '../../../src/core/point.ts';
import type { Bench, Group } from '../bench.ts';
import { interleave, median, type Sample } from '../measure/rounds.ts';
import { openNaiveStore } from '../naive/store.ts';
import { appendAll, need, openBenchLog, settleBatch } from '../ours/log.ts';
import { milliseconds } from '../report.ts';
import { createWork, segmentPoints } from '../work.ts';

const fewPoints = 10;
const waitingSegments = 50;
const upload = { points: limits.batchPoints, bytes: limits.batchBytes };

export const head: Group = async (bench) => {
  const passed = bench.pick(5_000_000, 1_000_000);
  const naivePassed = bench.pick(200_000, 50_000);
  const work = createWork();
  const young = await openBenchLog(bench.folder(), { sync: false });
  const old = await openBenchLog(bench.folder(), { sync: false });
  await passFew(young, work.next());
  for (let done = 0; done < passed; done += waitingSegments * segmentPoints)
    await readAll(old, work);
  const taken = await interleave(2 * bench.rounds, {
    old: () => readAll(old, work),
    young: () => readAll(young, work),
  });
  await Promise.all([young.close(), old.close()]);
  const naive = await naiveReads(bench, naivePassed);
  const few = `after ${fewPoints} points`;
  const many = (points: number) => `after ${points.toLocaleString('en-US')} points`;
  return [
    {
      title: 'read from the head of the log: the next 5,000 points',
      figures: [
        { who: `ours, ${few}`, figures: [milliseconds(taken.median('young', 'ms'))] },
        { who: `ours, ${many(passed)}`, figures: [milliseconds(taken.median('old', 'ms'))] },
        { who: `naive, ${few}, one point`, figures: [milliseconds(naive.young)] },
        { who: `naive, ${many(naivePassed)}, one point`, figures: [milliseconds(naive.old)] },
      ],
      ratios: [
        {
          what: 'ours, after many / after few',
          value: taken.ratio('old', 'young', 'ms'),
          atMost: 1.2,
        },
        { what: 'naive, after many / after few', value: naive.old / naive.young },
      ],
    },
  ];
};

async function passFew(log: Log, columns: readonly Column[]): Promise<void> {
  const one = columns.map((column) => ({
    ...column,
    seconds: column.seconds.slice(0, 1),
    values: column.values.slice(0, 1),
  }));
  await appendAll(log, [one]);
  await settleBatch(log, need(await log.peek(upload)));
}

/** Lets some points through. The time is that of a peek, in the middle of those that were made. */
async function readAll(log: Log, work: ReturnType<typeof createWork>): Promise<Sample> {
  await appendAll(
    log,
    Array.from({ length: waitingSegments }, () => work.next()),
  );
  const peeks: number[] = [];
  for (;;) {
    const startMs = performance.now();
    const batch = need(await log.peek(upload));
    if (batch.points === 0) break;
    peeks.push(performance.now() - startMs);
    await settleBatch(log, batch);
  }
  return { points: upload.points, ms: median(peeks), cpuUs: 0 };
}

/** How long it takes to find the oldest point, over the tombstones of those before it. */
async function naiveReads(bench: Bench, passed: number) {
  const store = await openNaiveStore(bench.folder(), { sync: false });
  const point = { channel: 'channel-0', second: 0, value: 1 };
  const pass = async (points: number) => {
    const puts = Array.from({ length: points }, () => store.put(point));
    await Promise.all(puts);
    const keys = Array.from({ length: points }, (_, i) => `p${String(done + i).padStart(16, '0')}`);
    await Promise.all(keys.map(store.del));
    done += points;
  };
  let done = 0;
  const oldest = async () => {
    const times: number[] = [];
    for (let i = 0; i < 21; i += 1) {
      const startMs = performance.now();
      await store.oldest();
      times.push(performance.now() - startMs);
    }
    return median(times);
  };
  await pass(fewPoints);
  await store.put(point);
  const young = await oldest();
  await store.del(`p${String(done++).padStart(16, '0')}`);
  await pass(passed);
  await store.put(point);
  const old = await oldest();
  await store.close();
  return { young, old };
}
