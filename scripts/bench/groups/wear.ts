// Wear: how much of a card each durable point uses up, counted by the device itself.

import { join } from 'node:path';
import type { Log } from '../../../src/buffer/log.ts';
import type { Column } from '../../../src/core/point.ts';
import type { Group } from '../bench.ts';
import { type CountedDisk, createCountedDisk } from '../measure/disk.ts';
import { openNaiveStore } from '../naive/store.ts';
import { appendAll, need, openBenchLog, settleBatch } from '../ours/log.ts';
import { bytes } from '../report.ts';
import { channels, createWork } from '../work.ts';

const upload = { points: 10_000, bytes: 1e6 };
const title = 'device bytes a point at 10 points/s, file system included';

export const wear: Group = async (bench) => {
  const disk = createCountedDisk(bench.folder());
  if (disk === undefined) {
    const figures = ['not measured: it takes root, who may mount a disk of our own'];
    return [{ title, figures: [{ who: '', figures }], ratios: [] }];
  }
  try {
    const commits = bench.pick(300, 100);
    const second = await written(disk, commits, { seconds: 1 });
    const ten = await written(disk, commits / 10, { seconds: 10 });
    const online = await written(disk, commits, { seconds: 1, delivered: true });
    const naive = await naiveWritten(disk, commits);
    const where = 'to the device';
    return [
      {
        title,
        figures: [
          { who: 'ours, sink down, 1 s window', figures: [bytes(second, where)] },
          { who: 'ours, sink down, 10 s window', figures: [bytes(ten, where)] },
          { who: 'ours, online, 1 s window', figures: [bytes(online, where)] },
          { who: 'naive, each point synced', figures: [bytes(naive, where)] },
        ],
        ratios: [
          { what: 'sink down, 1 s window, bytes', value: second, atMost: 450 },
          { what: 'sink down, 10 s window, bytes', value: ten, atMost: 50 },
          { what: 'online, bytes', value: online, atMost: 1 },
          { what: 'naive / ours, 1 s window', value: naive / second },
        ],
      },
    ];
  } finally {
    disk.remove();
  }
};

/** As many commits as there are windows, one after another: pauses write nothing. */
async function written(
  disk: CountedDisk,
  commits: number,
  { seconds, delivered = false }: { readonly seconds: number; readonly delivered?: boolean },
): Promise<number> {
  const name = `${seconds}${delivered ? '-online' : ''}`;
  const log = await openBenchLog(join(disk.dir, name), { sync: true });
  const before = disk.writtenBytes();
  const windows = windowsOf(seconds);
  for (let i = 0; i < commits; i += 1) await pass(log, windows.next().value, delivered);
  const after = disk.writtenBytes();
  await log.close();
  return (after - before) / (commits * seconds * channels.length);
}

async function pass(log: Log, columns: readonly Column[], delivered: boolean): Promise<void> {
  await appendAll(log, [columns]);
  if (delivered) await settleBatch(log, need(await log.peek(upload)));
}

/** The work in windows of so many seconds. */
function* windowsOf(seconds: number): Generator<readonly Column[], never> {
  const work = createWork();
  for (;;) {
    const columns = work.next();
    const length = columns[0]?.seconds.length ?? 0;
    for (let at = 0; at < length; at += seconds) {
      yield columns.map((column) => ({
        channel: column.channel,
        seconds: column.seconds.slice(at, at + seconds),
        values: column.values.slice(at, at + seconds),
      }));
    }
  }
}

async function naiveWritten(disk: CountedDisk, points: number): Promise<number> {
  const store = await openNaiveStore(join(disk.dir, 'naive'), { sync: true });
  const before = disk.writtenBytes();
  for (let i = 0; i < points; i += 1) {
    await store.put({ channel: channels[i % channels.length] ?? '', second: i, value: i / 100 });
  }
  const after = disk.writtenBytes();
  await store.close();
  return (after - before) / points;
}
