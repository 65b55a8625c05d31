// Memory: what the agent holds while it idles, and at most while it drains a million points.

import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLine } from '../../../test/support/pty.ts';
import type { Bench, Group } from '../bench.ts';
import { forkServer, start } from '../measure/children.ts';
import { bareCommand, naiveCommand } from '../measure/commands.ts';
import { type Memory, memoryOf, peakRssOf } from '../measure/proc.ts';
import { appendAll, openBenchLog } from '../ours/log.ts';
import { type Command, type Programs, preparePrograms } from '../ours/programs.ts';
import { serialSensor, writeAgentFile } from '../ours/settings.ts';

import { type Line, mebibytes, type Ratio } from '../report.ts';
import { segmentPoints, takeSegments } from '../work.ts';

const sinkScript = new URL('../bare/sink.ts', import.meta.url).pathname;

export const memory: Group = async (bench) => {
  const programs = await preparePrograms(bench.folder());
  const sink = await forkServer(sinkScript);
  const lines = [await idle(bench, programs, sink.url), await draining(bench, programs, sink.url)];
  await sink.end();
  return lines;
};

async function idle(bench: Bench, programs: Programs, url: string): Promise<Line> {
  const port = createLine();
  const talk = setInterval(() => void port.send('{"moisture":41.5}\n'), 1000);
  const agent = (command: Command): Command => [
    ...command,
    ...writeAgentFile({ dir: bench.folder(), url, sensor: serialSensor(port.path) }),
  ];
  // A port has one reader: one agent after another.
  const settleMs = bench.pick(12_000, 6_000);
  const held = new Map<string, Memory>();
  const hold = async (who: string, command: Command) => {
    const child = start(command);
    await sleep(settleMs);
    held.set(who, memoryOf(child.pid));
    await child.end();
  };
  await hold('bare Node', bareCommand);
  await hold('ours, from the sources', agent(programs.source));
  await hold('ours, bundled', agent(programs.bundle));
  if (programs.binary) await hold('ours, packed', agent(programs.binary));
  await hold('naive, from the sources', naiveCommand(bench.folder(), url, 1));
  clearInterval(talk);
  port.dispose();
  return {
    title: 'memory idle: one serial port, a point a second, online',
    figures: [...held].map(([who, { rss, anonymous }]) => ({
      who,
      figures: [mebibytes(rss, 'resident'), mebibytes(anonymous, 'anonymous')],
    })),
    ratios: idleRatios(held),
  };
}

function idleRatios(held: ReadonlyMap<string, Memory>): readonly Ratio[] {
  const rss = (who: string): number => held.get(who)?.rss ?? Number.NaN;
  const bare = rss('bare Node');
  return [
    {
      what: 'bundled / bare Node, resident',
      value: rss('ours, bundled') / bare,
      atMost: 1.5,
      steady: true,
    },
    { what: 'from the sources / bare Node', value: rss('ours, from the sources') / bare },
    ...(held.has('ours, packed')
      ? [{ what: 'packed / bare Node', value: rss('ours, packed') / bare, atMost: 1.5 }]
      : []),
    { what: 'naive / bare Node', value: rss('naive, from the sources') / bare },
  ];
}

async function draining(bench: Bench, programs: Programs, url: string): Promise<Line> {
  const segments = bench.pick(1_000, 200);
  const bare = start(bareCommand);
  const bundled = await peakOf(bench, programs.bundle, { segments, url });
  const packed = programs.binary && (await peakOf(bench, programs.binary, { segments, url }));
  const bareRss = memoryOf(bare.pid).rss;
  await bare.end();
  const points = (segments * segmentPoints).toLocaleString('en-US');
  const peaks = { bundled, ...(packed !== undefined && { packed }) };
  return {
    title: `memory at most while draining ${points} points`,
    figures: [
      { who: 'bare Node', figures: [mebibytes(bareRss, 'resident')] },
      ...Object.entries(peaks).map(([who, peak]) => ({
        who: `ours, ${who}`,
        figures: [mebibytes(peak, 'resident at most')],
      })),
    ],
    ratios: Object.entries(peaks).map(([who, peak]) => ({
      what: `${who} / bare Node`,
      value: peak / bareRss,
      atMost: 2.5,
    })),
  };
}

/** The most that was resident of an agent that started with a full log, until it was empty. */
async function peakOf(
  bench: Bench,
  command: Command,
  { segments, url }: { readonly segments: number; readonly url: string },
): Promise<number> {
  const dir = bench.folder();
  const log = await openBenchLog(join(dir, 'state', 'store'), { sync: false });
  await appendAll(log, takeSegments(segments));
  await log.close();
  let said = '';
  const args = writeAgentFile({ dir, url, sensor: serialSensor('/dev/none') });
  const child = start([...command, ...args], (text) => {
    said += text;
  });
  await drained(() => said);
  const peak = peakRssOf(child.pid);
  await child.end();
  return peak;
}

/** Asks the agent's endpoint, whose address it says, until nothing is pending. */
async function drained(said: () => string): Promise<void> {
  for (;;) {
    await sleep(200);
    const url = /"url":"(http:[^"]+)"/.exec(said())?.[1];
    if (url === undefined) continue;
    const status = await (await fetch(`${url}/status`)).json();
    const { pending } = (status as { ledger: { pending: number } }).ledger;
    if (pending === 0) return;
  }
}
