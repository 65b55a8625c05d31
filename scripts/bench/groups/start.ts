// Start: from the start of the process to the first point that came in on its line.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createLine } from '../../../test/support/pty.ts';
import type { Bench, Group } from '../bench.ts';
import { forkServer, start as startChild } from '../measure/children.ts';
import { emptyCommand } from '../measure/commands.ts';
import { interleave, type Sample } from '../measure/rounds.ts';
import { type Command, preparePrograms } from '../ours/programs.ts';
import { serialSensor, writeAgentFile } from '../ours/settings.ts';
import { milliseconds, type Ratio } from '../report.ts';

const sinkScript = new URL('../bare/sink.ts', import.meta.url).pathname;

export const start: Group = async (bench) => {
  const programs = await preparePrograms(bench.folder());
  const sink = await forkServer(sinkScript);
  const first = (command: Command | undefined) => () =>
    command ? untilFirstPoint(bench, command, sink.url) : Promise.resolve(nothing);
  const taken = await interleave(bench.rounds, {
    empty: untilEmpty,
    source: first(programs.source),
    bundle: first(programs.bundle),
    binary: first(programs.binary),
  });
  await sink.end();
  const ms = (who: Parameters<typeof taken.median>[0]) => [milliseconds(taken.median(who, 'ms'))];
  const ratio = (who: 'source' | 'bundle' | 'binary') => taken.ratio(who, 'empty', 'ms');
  const packed: readonly Ratio[] = [
    { what: 'packed / empty Node', value: ratio('binary'), atMost: 1.3 },
  ];
  return [
    {
      title: 'start of the process to its first point',
      figures: [
        { who: 'empty Node, to its end', figures: ms('empty') },
        { who: 'ours, from the sources', figures: ms('source') },
        { who: 'ours, bundled', figures: ms('bundle') },
        ...(programs.binary ? [{ who: 'ours, packed', figures: ms('binary') }] : []),
      ],
      ratios: [
        { what: 'bundled / empty Node', value: ratio('bundle'), atMost: 2 },
        ...(programs.binary ? packed : []),
        { what: 'from the sources / empty Node', value: ratio('source') },
      ],
    },
  ];
};

const nothing: Sample = { points: 0, ms: Number.NaN, cpuUs: 0 };

async function untilEmpty(): Promise<Sample> {
  const startMs = performance.now();
  const [file, ...args] = emptyCommand;
  await once(spawn(file, args), 'exit');
  return { points: 1, ms: performance.now() - startMs, cpuUs: 0 };
}

/** A line talks all the time; the agent's own status says when a value of it came in. */
async function untilFirstPoint(bench: Bench, command: Command, url: string): Promise<Sample> {
  const port = createLine();
  const talk = setInterval(() => void port.send('{"moisture":41.5}\n'), 2);
  const args = writeAgentFile({ dir: bench.folder(), url, sensor: serialSensor(port.path) });
  let said = '';
  const startMs = performance.now();
  const child = startChild([...command, ...args], (text) => {
    said += text;
  });
  while (!(await hasValue(said))) await sleep(1);
  const ms = performance.now() - startMs;
  await child.end();
  clearInterval(talk);
  port.dispose();
  return { points: 1, ms, cpuUs: 0 };
}

async function hasValue(said: string): Promise<boolean> {
  const url = /"url":"(http:[^"]+)"/.exec(said)?.[1];
  if (url === undefined) return false;
  const status = await (await fetch(`${url}/status`)).json();
  const { channels } = status as { channels: readonly { value?: unknown }[] };
  return channels.some(({ value }) => value !== undefined);
}
