// Drain: delivering what the log holds to a bare sink, to one that is far away, and to our platform.

import type { Batch } from '../../../src/core/batch.ts';
import { limits } from '../../../src/core/limits.ts';
import { postAll } from '../bare/post.ts';
import type { Bench, Group } from '../bench.ts';
import { forkServer } from '../measure/children.ts';
import { interleave, type Rounds, type Sample, timed } from '../measure/rounds.ts';
import { openNaiveStore } from '../naive/store.ts';
import { createNaiveUplink } from '../naive/uplink.ts';
import { appendAll, need, openBenchLog } from '../ours/log.ts';
import { startPlatformProcess } from '../ours/platform.ts';
import { anyCik, drain as deliver, makeDevice } from '../ours/uplink.ts';
import { cpu, type Line, perSecond, type Ratio } from '../report.ts';
import { segmentPoints, takeSegments } from '../work.ts';

const sinkScript = new URL('../bare/sink.ts', import.meta.url).pathname;
const rpcPath = '/onep:v1/rpc/process';
const farMs = 100;

export const drain: Group = async (bench) => [
  await near(bench),
  await far(bench),
  await toPlatform(bench),
];

async function near(bench: Bench): Promise<Line> {
  const segments = bench.pick(500, 100);
  const points = segments * segmentPoints;
  const sink = await forkServer(sinkScript);
  const rpcUrl = sink.url + rpcPath;
  const batches = await batchesOf(bench, segments);
  const bodies = await bodiesOf(bench, segments, sink.url);
  const lanes = limits.uploadsInFlight;
  const builders = batches.map((batch) => () => build(batch));
  const taken = await interleave(bench.rounds, {
    ours: () => oursOnce(bench, segments, { url: sink.url, cik: anyCik }),
    naive: () => naiveOnce(bench, sink.url, bench.pick(500, 200)),
    built: () => timed(points, () => postAll(rpcUrl, builders, 1)),
    builtAbreast: () => timed(points, () => postAll(rpcUrl, builders, lanes)),
    bare: () => timed(points, () => postAll(rpcUrl, bodies, lanes)),
  });
  await sink.end();
  const ratio = (other: typeof taken extends Rounds<infer K> ? K : never) =>
    taken.ratio('ours', other, 'perSecond');
  return {
    title: 'drain to a bare sink, from the log',
    figures: figures(taken, {
      ours: 'ours',
      naive: 'naive',
      built: 'no store: built and posted in turn',
      builtAbreast: `no store: built and posted, ${lanes} in flight`,
      bare: `the same bodies from memory, ${lanes} in flight`,
    }),
    ratios: [
      { what: 'ours / built and posted in turn, points/s', value: ratio('built'), atLeast: 1 },
      { what: `ours / built and posted, ${lanes} in flight`, value: ratio('builtAbreast') },
      { what: 'ours / bodies from memory, points/s', value: ratio('bare') },
      { what: 'ours / naive, points/s', value: ratio('naive'), atLeast: 500 },
    ],
  };
}

async function far(bench: Bench): Promise<Line> {
  const segments = bench.pick(200, 100);
  const sink = await forkServer(sinkScript, String(farMs));
  const bodies = await bodiesOf(bench, segments, sink.url);
  const taken = await interleave(Math.min(bench.rounds, 3), {
    ours: () => oursOnce(bench, segments, { url: sink.url, cik: anyCik }),
    naive: () => naiveOnce(bench, sink.url, 10),
    bare: () =>
      timed(segments * segmentPoints, () =>
        postAll(sink.url + rpcPath, bodies, limits.uploadsInFlight),
      ),
  });
  await sink.end();
  return {
    title: `drain with ${farMs} ms of delay at the sink`,
    figures: figures(taken, { ours: 'ours', naive: 'naive', bare: 'the same bodies from memory' }),
    ratios: [
      {
        what: 'ours / naive, points/s',
        value: taken.ratio('ours', 'naive', 'perSecond'),
        atLeast: 9_000,
        steady: true,
      },
      {
        what: 'ours / bodies from memory, points/s',
        value: taken.ratio('ours', 'bare', 'perSecond'),
      },
    ],
  };
}

async function toPlatform(bench: Bench): Promise<Line> {
  const segments = bench.pick(300, 50);
  const sink = await forkServer(sinkScript);
  const platform = await startPlatformProcess(bench.folder());
  const taken = await interleave(bench.rounds, {
    platform: async () => {
      const cik = await makeDevice(platform.url, platform.rootCik);
      return oursOnce(bench, segments, { url: platform.url, cik });
    },
    sink: () => oursOnce(bench, segments, { url: sink.url, cik: anyCik }),
  });
  await platform.end();
  await sink.end();
  const ratios: Ratio[] = [
    {
      what: 'platform / bare sink, points/s',
      value: taken.ratio('platform', 'sink', 'perSecond'),
      atLeast: 0.35,
    },
  ];
  return {
    title: 'drain into our platform, durable there',
    figures: figures(taken, { platform: 'ours, to our platform', sink: 'ours, to a bare sink' }),
    ratios,
  };
}

const figures = <K extends string>(taken: Rounds<K>, names: Readonly<Record<K, string>>) =>
  (Object.keys(names) as K[]).map((who) => ({
    who: names[who],
    figures: [perSecond(taken.median(who, 'perSecond')), cpu(taken.median(who, 'cpuUs'))],
  }));

/** A log that was filled before the time runs, opened as the agent opens it. */
async function filledLog(bench: Bench, segments: number) {
  const dir = bench.folder();
  const filling = await openBenchLog(dir, { sync: false });
  await appendAll(filling, takeSegments(segments));
  await filling.close();
  return openBenchLog(dir, { sync: true });
}

async function oursOnce(
  bench: Bench,
  segments: number,
  to: { readonly url: string; readonly cik: string },
): Promise<Sample> {
  const log = await filledLog(bench, segments);
  const sample = await timed(segments * segmentPoints, () => deliver(log, to));
  await log.close();
  return sample;
}

async function naiveOnce(bench: Bench, url: string, points: number): Promise<Sample> {
  const store = await openNaiveStore(bench.folder(), { sync: false });
  for (const { channel, seconds, values } of takeSegments(1).flat())
    for (const [i, second] of seconds.entries())
      await store.put({ channel, second, value: values[i] });
  const uplink = createNaiveUplink(store, url, anyCik);
  const sample = await timed(points, async () => {
    for (let i = 0; i < points; i += 1) await uplink.sendOne();
  });
  uplink.close();
  await store.close();
  return sample;
}

/** The batches that the shipper would send, in memory. */
async function batchesOf(bench: Bench, segments: number): Promise<readonly Batch[]> {
  const log = await filledLog(bench, segments);
  const batches: Batch[] = [];
  for (let fromSeq = 0; ; ) {
    const max = { points: limits.batchPoints, bytes: limits.batchBytes };
    const batch = need(await log.peek({ ...max, fromSeq }));
    if (batch.points === 0) break;
    batches.push(batch);
    fromSeq += batch.points;
  }
  await log.close();
  return batches;
}

/** The bodies that our uplink posts for so many segments. */
async function bodiesOf(bench: Bench, segments: number, url: string): Promise<readonly string[]> {
  const log = await filledLog(bench, segments);
  const bodies: string[] = [];
  await deliver(log, { url, cik: anyCik }, (body) => bodies.push(body));
  await log.close();
  return bodies.filter((body) => body.includes('"record"'));
}

/** What anybody would write: the points by channel, as one `record` each. */
function build(batch: Batch): string {
  const byChannel = Map.groupBy(batch.runs, ({ channel }) => channel);
  const calls = [...byChannel].map(([alias, runs], id) => {
    const points = runs.flatMap(({ seconds, values }) =>
      seconds.map((second, i) => [second, values[i]]),
    );
    return { id, procedure: 'record', arguments: [{ alias }, points, {}] };
  });
  return JSON.stringify({ auth: { cik: anyCik }, calls });
}
