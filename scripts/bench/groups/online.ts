// Online: a thousand channels once a second, delivered as they come. What share of a core it takes.

import { setTimeout as sleep } from 'node:timers/promises';
import type { Group } from '../bench.ts';
import { forkServer, start } from '../measure/children.ts';
import { naiveCommand } from '../measure/commands.ts';
import { cpuUsOf } from '../measure/proc.ts';
import { sourceCommand } from '../ours/programs.ts';
import { manyChannels, writeAgentFile } from '../ours/settings.ts';
import { short } from '../report.ts';

const sinkScript = new URL('../bare/sink.ts', import.meta.url).pathname;
const channels = 1_000;

export const online: Group = async (bench) => {
  const sink = await forkServer(sinkScript);
  const file = { dir: bench.folder(), url: sink.url, sensor: manyChannels(channels) };
  const ours = start([...sourceCommand, ...writeAgentFile(file)]);
  const naive = start(naiveCommand(bench.folder(), sink.url, channels));
  // Both at once, so that they suffer alike; neither is busy enough to stand in the other's way.
  await sleep(bench.pick(10_000, 5_000));
  const spanMs = bench.pick(20_000, 10_000);
  const before = { ours: cpuUsOf(ours.pid), naive: cpuUsOf(naive.pid) };
  await sleep(spanMs);
  const shareOf = (pid: number, beforeUs: number) => (cpuUsOf(pid) - beforeUs) / (spanMs * 1000);
  const share = {
    ours: shareOf(ours.pid, before.ours),
    naive: shareOf(naive.pid, before.naive),
  };
  await Promise.all([ours.end(), naive.end()]);
  await sink.end();
  const percent = (value: number) => `${short(value * 100)} % of a core`;
  return [
    {
      title: '1,000 channels at 1 Hz, online',
      figures: [
        { who: 'ours', figures: [percent(share.ours)] },
        { who: 'naive', figures: [percent(share.naive)] },
      ],
      ratios: [
        { what: 'naive / ours, CPU', value: share.naive / share.ours, atLeast: 40 },
        { what: 'ours, share of a core in percent', value: share.ours * 100, atMost: 1 },
      ],
    },
  ];
};
