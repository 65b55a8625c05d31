// Line: from bytes on a serial line to committed points, framing, decoding and folding on the way.

import type { Bench, Group } from '../bench.ts';
import { interleave, type Sample, timed } from '../measure/rounds.ts';
import { openNaiveStore } from '../naive/store.ts';
import { openBenchLine } from '../ours/line.ts';
import { openBenchLog } from '../ours/log.ts';
import { cpu, perSecond } from '../report.ts';
import { channels, firstSecond, segmentPoints, takeSegments } from '../work.ts';

/** What `numbers.md` measured for the naive agent: the target is a share of it. */
const cpuShare = 2.2 / 45;

export const line: Group = async (bench) => {
  const lines = linesOf(bench.pick(200, 40));
  const naiveLines = lines.slice(0, bench.pick(1_000, 300));
  const { median, ratio } = await interleave(bench.rounds, {
    ours: () => oursOnce(bench, lines),
    naive: () => naiveOnce(bench, naiveLines),
  });
  const figures = (['ours', 'naive'] as const).map((who) => ({
    who,
    figures: [perSecond(median(who, 'perSecond')), cpu(median(who, 'cpuUs'))],
  }));
  return [
    {
      title:
        'from bytes on a line (JSON, ten channels a line) to committed, not waiting for the disk',
      figures,
      ratios: [
        {
          what: 'ours / naive, points/s',
          value: ratio('ours', 'naive', 'perSecond'),
          atLeast: 20,
          steady: true,
        },
        {
          what: 'ours / naive, CPU a point',
          value: ratio('ours', 'naive', 'cpuUs'),
          atMost: cpuShare,
        },
      ],
    },
  ];
};

/** One line a second, with a value of each channel. */
function linesOf(segments: number): readonly Uint8Array[] {
  const encoder = new TextEncoder();
  return takeSegments(segments).flatMap((columns) =>
    (columns[0]?.seconds ?? []).map((_, at) => {
      const values = Object.fromEntries(
        columns.map((column) => [column.channel, column.values[at]]),
      );
      return encoder.encode(`${JSON.stringify(values)}\n`);
    }),
  );
}

const linesPerCommit = segmentPoints / channels.length;

async function oursOnce(bench: Bench, lines: readonly Uint8Array[]): Promise<Sample> {
  const log = await openBenchLog(bench.folder(), { sync: false });
  const open = await openBenchLine(log);
  const sample = await timed(lines.length * channels.length, async () => {
    for (const [i, bytes] of lines.entries()) {
      open.receive(bytes);
      if ((i + 1) % linesPerCommit === 0) await open.commit();
    }
    await open.commit();
  });
  await open.stop();
  const { sensed } = log.ledger();
  await log.close();
  if (sensed !== sample.points)
    throw new Error(`${sensed} of ${sample.points} points came through`);
  return sample;
}

async function naiveOnce(bench: Bench, lines: readonly Uint8Array[]): Promise<Sample> {
  const store = await openNaiveStore(bench.folder(), { sync: false });
  const sample = await timed(lines.length * channels.length, async () => {
    let second = firstSecond;
    for (const bytes of lines) {
      second += 1;
      const values = JSON.parse(Buffer.from(bytes).toString()) as Record<string, number>;
      for (const [channel, value] of Object.entries(values))
        await store.put({ channel, second, value });
    }
  });
  await store.close();
  return sample;
}
