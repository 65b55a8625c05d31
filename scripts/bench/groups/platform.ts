// Platform: taking in `record` and answering `read`, beside a server that does the same by hand.

import { writeFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { limits } from '../../../src/core/limits.ts';
import { postAll } from '../bare/post.ts';
import type { Bench, Group } from '../bench.ts';
import { forkServer, type Server } from '../measure/children.ts';
import { cpuUsOf } from '../measure/proc.ts';
import { interleave, type Sample, timed } from '../measure/rounds.ts';
import { post } from '../naive/uplink.ts';
import { type PlatformProcess, startPlatformProcess } from '../ours/platform.ts';
import { makeDevice } from '../ours/uplink.ts';
import { cpu, type Line, perSecond } from '../report.ts';
import { channels, segmentPoints, takeSegments } from '../work.ts';

const serverScript = new URL('../bare/server.ts', import.meta.url).pathname;
const rpcPath = '/onep:v1/rpc/process';
const segmentsPerBody = 5;
const readPoints = 10_000;

export const platform: Group = async (bench) => {
  const ours = await startPlatformProcess(bench.folder());
  const cik = await deviceOf(ours);
  const bodies = bodiesOf(bench.pick(60, 20), cik);
  await postAll(ours.url + rpcPath, bodies, 1);
  const answer = await readOnce(ours.url + rpcPath, cik);
  const canned = join(bench.folder(), 'answer');
  writeFileSync(canned, answer);
  const bare = await forkServer(serverScript, bench.folder(), canned);
  const lines = [await record(bench, ours, bare), await read(bench, { ours, bare, cik })];
  await Promise.all([ours.end(), bare.end()]);
  return lines;
};

/** A new device with a dataport for each channel of the work. */
async function deviceOf({ url, rootCik }: PlatformProcess): Promise<string> {
  const cik = await makeDevice(url, rootCik);
  const agent = new Agent();
  const ask = async (calls: readonly object[]) =>
    JSON.parse(
      (await post(agent, url + rpcPath, JSON.stringify({ auth: { cik }, calls }))).toString(),
    );
  const description = { format: 'float', retention: { count: 'infinity', duration: 'infinity' } };
  const made: { result: string }[] = await ask(
    channels.map((_, id) => ({ id, procedure: 'create', arguments: ['dataport', description] })),
  );
  await ask(
    made.map(({ result }, id) => ({
      id,
      procedure: 'map',
      arguments: ['alias', result, channels[id]],
    })),
  );
  return cik;
}

/** Requests of 5,000 points, as our uplink sends them. */
function bodiesOf(count: number, cik: string): readonly string[] {
  const segments = takeSegments(count * segmentsPerBody);
  return Array.from({ length: count }, (_, n) => {
    const part = segments.slice(n * segmentsPerBody, (n + 1) * segmentsPerBody);
    const calls = channels.map((alias, id) => {
      const columns = part.map((columns) => columns[id]);
      const points = columns.flatMap(
        (c) => c?.seconds.map((second, i) => [second, c.values[i]]) ?? [],
      );
      return { id, procedure: 'record', arguments: [{ alias }, points, {}] };
    });
    return JSON.stringify({ auth: { cik }, calls });
  });
}

async function record(bench: Bench, ours: PlatformProcess, bare: Server): Promise<Line> {
  const count = bench.pick(60, 20);
  const points = count * segmentsPerBody * segmentPoints;
  const taken = await interleave(bench.rounds, {
    ours: async () => {
      const bodies = bodiesOf(count, await deviceOf(ours));
      return served(ours, points, () =>
        postAll(ours.url + rpcPath, bodies, limits.uploadsInFlight),
      );
    },
    bare: () => {
      const bodies = bodiesOf(count, 'a'.repeat(40));
      return served(bare, points, () => postAll(bare.url, bodies, limits.uploadsInFlight));
    },
  });
  return {
    title: 'platform: `record`, 5,000 points a request, durable before the answer',
    figures: [
      {
        who: 'ours',
        figures: [perSecond(taken.median('ours', 'perSecond')), cpu(taken.median('ours', 'cpuUs'))],
      },
      {
        who: 'by hand',
        figures: [perSecond(taken.median('bare', 'perSecond')), cpu(taken.median('bare', 'cpuUs'))],
      },
    ],
    ratios: [
      {
        what: 'ours / by hand, points/s',
        value: taken.ratio('ours', 'bare', 'perSecond'),
        atLeast: 0.5,
      },
    ],
  };
}

async function read(
  bench: Bench,
  { ours, bare, cik }: { readonly ours: Server; readonly bare: Server; readonly cik: string },
): Promise<Line> {
  const times = bench.pick(50, 20);
  const taken = await interleave(bench.rounds, {
    ours: () =>
      served(ours, times * readPoints, async () => {
        for (let i = 0; i < times; i += 1) await readOnce(ours.url + rpcPath, cik);
      }),
    bare: () =>
      served(bare, times * readPoints, async () => {
        for (let i = 0; i < times; i += 1) await readOnce(`${bare.url}/read`, cik);
      }),
  });
  return {
    title: 'platform: `read` of 10,000 points',
    figures: [
      {
        who: 'ours',
        figures: [perSecond(taken.median('ours', 'perSecond')), cpu(taken.median('ours', 'cpuUs'))],
      },
      {
        who: 'the same bytes from memory',
        figures: [perSecond(taken.median('bare', 'perSecond')), cpu(taken.median('bare', 'cpuUs'))],
      },
    ],
    ratios: [
      {
        what: 'ours / the same bytes, points/s',
        value: taken.ratio('ours', 'bare', 'perSecond'),
        atLeast: 0.5,
      },
    ],
  };
}

/** The time is ours, as a client; the processor time is the server's. */
async function served(server: Server, points: number, work: () => Promise<void>): Promise<Sample> {
  const beforeUs = cpuUsOf(server.pid);
  const sample = await timed(points, work);
  return { ...sample, cpuUs: cpuUsOf(server.pid) - beforeUs };
}

const kept = new Agent({ keepAlive: true });

const readOnce = (url: string, cik: string): Promise<Buffer> => {
  const options = { limit: readPoints, sort: 'asc' };
  const calls = [{ id: 0, procedure: 'read', arguments: [{ alias: channels[0] }, options] }];
  return post(kept, url, JSON.stringify({ auth: { cik }, calls }));
};
