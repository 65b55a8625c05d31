// Ingest: appending to the log, without and with waiting for the disk.

import { join } from 'node:path';
import { encodeSegment } from '../../../src/buffer/format/segment.ts';
import type { Column } from '../../../src/core/point.ts';
import { type BareFile, openBareFile } from '../bare/file.ts';
import type { Bench, Group } from '../bench.ts';
import { folderBytes } from '../measure/disk.ts';
import { writtenBytes } from '../measure/proc.ts';
import { interleave, type Sample, timed } from '../measure/rounds.ts';
import { openNaiveStore } from '../naive/store.ts';
import { appendAll, epoch, openBenchLog } from '../ours/log.ts';
import { bytes, cpu, type Line, perSecond } from '../report.ts';
import { segmentPoints, takeSegments } from '../work.ts';

type Segments = readonly (readonly Column[])[];

interface Setup {
  readonly bench: Bench;
  readonly sync: boolean;
  readonly segments: Segments;
  readonly naivePoints: number;
}

export const ingest: Group = async (bench) => [
  await unsynced({
    bench,
    sync: false,
    segments: takeSegments(bench.pick(500, 100)),
    naivePoints: bench.pick(10_000, 3_000),
  }),
  await synced({
    bench,
    sync: true,
    segments: takeSegments(bench.pick(200, 50)),
    naivePoints: bench.pick(500, 200),
  }),
];

async function unsynced(setup: Setup): Promise<Line> {
  const taken = await contest(setup);
  return {
    title: 'append to commit, 1,000 points a segment, not waiting for the disk',
    figures: [...taken.figures('on disk')],
    ratios: [
      {
        what: 'ours / bare file, points/s',
        value: taken.ratio('ours', 'bare', 'perSecond'),
        atLeast: 0.5,
      },
      {
        what: 'ours / encoding and a bare file, points/s',
        value: taken.ratio('ours', 'encoded', 'perSecond'),
      },
      {
        what: 'ours / naive, points/s',
        value: taken.ratio('ours', 'naive', 'perSecond'),
        atLeast: 200,
      },
      {
        what: 'naive / ours, bytes on disk',
        value: taken.ratio('naive', 'ours', 'bytes'),
        atLeast: 45,
        steady: true,
      },
      {
        what: 'ours, bytes a point on disk',
        value: taken.median('ours', 'bytes'),
        atMost: 2.1,
        steady: true,
      },
    ],
  };
}

async function synced(setup: Setup): Promise<Line> {
  const taken = await contest(setup);
  return {
    title: 'durable commit, 1,000 points each',
    figures: taken.figures('written by the process'),
    ratios: [
      {
        what: 'ours / bare file, points/s',
        value: taken.ratio('ours', 'bare', 'perSecond'),
        atLeast: 0.8,
      },
      {
        what: 'ours / naive, points/s',
        value: taken.ratio('ours', 'naive', 'perSecond'),
        atLeast: 400,
      },
    ],
  };
}

async function contest(setup: Setup) {
  const { bench, sync, segments } = setup;
  const encoded = encodeAll(segments);
  const points = segments.length * segmentPoints;
  const rounds = await interleave(bench.rounds, {
    ours: () => oursOnce(setup),
    naive: () => naiveOnce(setup),
    bare: () =>
      toFile(bench, sync, async (file) => {
        for (const value of encoded) await file.append(value);
        return points;
      }),
    encoded: () =>
      toFile(bench, sync, async (file) => {
        for (const [i, columns] of segments.entries())
          await file.append(encodeSegment(i * segmentPoints, epoch, columns));
        return points;
      }),
  });
  const whole = { ours: 'ours', naive: 'naive', bare: 'bare file', encoded: 'encoded, to a file' };
  return {
    ...rounds,
    figures: (where: string) =>
      (Object.keys(whole) as (keyof typeof whole)[]).map((who) => ({
        who: whole[who],
        figures: [
          perSecond(rounds.median(who, 'perSecond')),
          cpu(rounds.median(who, 'cpuUs')),
          bytes(rounds.median(who, 'bytes'), where),
        ],
      })),
  };
}

const encodeAll = (segments: Segments): readonly Uint8Array[] =>
  segments.map((columns, i) => encodeSegment(i * segmentPoints, epoch, columns));

/** Bytes are what lies on the disk in the end; with sync, what the process wrote on the way. */
async function oursOnce({ bench, sync, segments }: Setup): Promise<Sample> {
  const dir = bench.folder();
  const log = await openBenchLog(dir, { sync });
  const before = writtenBytes();
  const sample = await timed(segments.length * segmentPoints, () => appendAll(log, segments));
  const written = writtenBytes() - before;
  await log.close();
  return { ...sample, bytes: sync ? written : folderBytes(dir) };
}

async function naiveOnce({ bench, sync, segments, naivePoints }: Setup): Promise<Sample> {
  const dir = bench.folder();
  const store = await openNaiveStore(dir, { sync });
  const points = segments
    .flat()
    .flatMap(({ channel, seconds, values }) =>
      seconds.map((second, i) => ({ channel, second, value: values[i] })),
    );
  const before = writtenBytes();
  const sample = await timed(naivePoints, async () => {
    for (const point of points.slice(0, naivePoints)) await store.put(point);
  });
  const written = writtenBytes() - before;
  await store.close();
  return { ...sample, bytes: sync ? written : folderBytes(dir) };
}

async function toFile(
  bench: Bench,
  sync: boolean,
  work: (file: BareFile) => Promise<number>,
): Promise<Sample> {
  const dir = bench.folder();
  const file = await openBareFile(join(dir, 'bare'), { sync });
  const before = writtenBytes();
  let points = 0;
  const sample = await timed(0, async () => {
    points = await work(file);
  });
  const written = writtenBytes() - before;
  await file.close();
  return { ...sample, points, bytes: sync ? written : folderBytes(dir) };
}
