// The real agent on a disk that gets full, refuses writes, and is free again: a small tmpfs.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { freePort, holdfast, type Running, startHoldfast } from '../../support/holdfast.ts';
import { healthy, pointsOf, statusOf } from '../../support/live.ts';
import { until } from '../../support/until.ts';
import { asRoot, missing } from '../needs.ts';

const MiB = 1024 ** 2;
const diskBytes = 16 * MiB;
const keepFreeBytes = 4 * MiB;

/** Large, so that each value needs pages of its own: a small one may fit where the last page ends. */
const filler = 'x'.repeat(12_000);

function mountDisk(dir: string) {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskBytes}`, 'none', dir]);
  const ballast = join(dir, 'ballast');
  return {
    /** Somebody else writes so much, or until nothing fits any more. */
    fill(bytes: number) {
      const file = openSync(ballast, 'a');
      try {
        for (let written = 0; written < bytes; written += 4096) writeSync(file, Buffer.alloc(4096));
      } catch (thrown) {
        assert.match(String(thrown), /ENOSPC/);
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(ballast),
    unmount: () => execFileSync('umount', ['-l', dir]),
  };
}

/** Hands numbered values to the agent, one a second, and keeps what became of each. */
function createTeller(agentUrl: string) {
  const acknowledged: number[] = [];
  let n = 0;
  return {
    acknowledged,
    /** True when the agent said that the value is on the disk. */
    async tell(): Promise<boolean> {
      n += 1;
      const body = new URLSearchParams({ note: `${n} ${filler}` });
      const answer = await fetch(`${agentUrl}/onep:v1/stack/alias`, { method: 'POST', body });
      if (answer.status === 204) acknowledged.push(n);
      else assert.equal(answer.status, 503);
      return answer.status === 204;
    },
  };
}

test('a full disk takes nothing that was acknowledged, is named, and is outlived', {
  skip: missing(asRoot, { what: 'mount', how: 'install mount' }),
  timeout: 90_000,
}, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-full-'));
  const state = join(dir, 'state');
  execFileSync('mkdir', [state]);
  const disk = mountDisk(state);
  const running = new Set<Running>();
  t.after(async () => {
    await Promise.all([...running].map((process) => process.end('SIGKILL')));
    disk.unmount();
    rmSync(dir, { recursive: true });
  });
  const start = async (url: string, ...args: string[]) => {
    const process = startHoldfast(...args);
    running.add(process);
    await healthy(url);
    return process;
  };
  const end = async (process: Running, signal: NodeJS.Signals) => {
    running.delete(process);
    return process.end(signal);
  };

  const platformUrl = `http://127.0.0.1:${await freePort()}`;
  const agentUrl = `http://127.0.0.1:${await freePort()}`;
  const listen = new URL(platformUrl).host;
  const startPlatform = () =>
    start(platformUrl, 'platform', '--listen', listen, '--data', join(dir, 'platform'));
  let platform = await startPlatform();
  const ownerCik = readFileSync(join(dir, 'platform', 'root-cik'), 'utf8').trim();
  const cikFile = join(dir, 'cik');
  const enrolled = await holdfast(
    ...['enroll', '--platform', platformUrl, '--owner-cik', ownerCik],
    ...['--device', 'full', '--cik-file', cikFile],
  );
  assert.equal(enrolled.code, 0, enrolled.err);
  const config = join(dir, 'agent.yaml');
  writeFileSync(
    config,
    `device: full
state: ${state}
platform: { url: '${platformUrl}', cik: { file: ${cikFile} } }
status: { listen: '${new URL(agentUrl).host}' }
durability: { windowMs: 200 }
buffer: { keepFree: ${keepFreeBytes}B }
sensors:
  - name: heart
    kind: synthetic
    shape: counter
    channels: { beat: {} }
  - name: script
    kind: serial
    port: /dev/no-such-port
    frame: line
    decode: json
    channels: { note: { format: string } }
`,
  );
  let agent = await start(agentUrl, 'run', '--config', config);
  const bufferIs = (wanted: string) =>
    until(`the buffer is ${wanted}`, async () => {
      return (await statusOf(agentUrl)).buffer.state === wanted;
    });
  const { tell, acknowledged } = createTeller(agentUrl);
  await until('points arrive', async () => (await statusOf(agentUrl)).ledger.delivered > 0);
  await end(platform, 'SIGTERM');

  assert.equal(await tell(), true);
  disk.fill(diskBytes - keepFreeBytes);
  await bufferIs('floor');
  assert.equal(await tell(), true, 'below the floor the agent still has its least room');

  await until('a value is refused', () => {
    disk.fill(diskBytes);
    return tell().then((taken) => !taken);
  });
  await bufferIs('disk-full');
  assert.equal(await tell(), false);
  assert.match(agent.journal(), /"kind":"disk-full".*"event":"store failed"/);
  const { ledger } = await statusOf(agentUrl);
  assert.equal(ledger.balanced, true);

  disk.free();
  await until('a value is taken again', tell);
  await bufferIs('ok');
  assert.match(agent.journal(), /"event":"store reopened"/);
  await end(agent, 'SIGKILL');

  agent = await start(agentUrl, 'run', '--config', config);
  platform = await startPlatform();
  const last = await until('everything is delivered', async () => {
    const now = await statusOf(agentUrl);
    return now.uplink.state === 'online' && now.ledger.pending === 0 && now.ledger;
  });
  assert.equal(last.balanced, true);
  assert.equal(last.evicted, 0, JSON.stringify(last));
  const cik = readFileSync(cikFile, 'utf8').trim();
  const stored = (await pointsOf(platformUrl, cik, 'note')).map(([, value]) =>
    Number.parseInt(String(value), 10),
  );
  t.diagnostic(`${acknowledged.length} acknowledged, ${stored.length} stored`);
  assert.ok(acknowledged.length >= 3);
  for (const n of acknowledged) assert.ok(stored.includes(n), `acknowledged, and not there: ${n}`);
  // What was refused waited in memory, and came to the disk with the next value.
  const told = Array.from({ length: acknowledged.at(-1) as number }, (_, i) => i + 1);
  assert.deepEqual(stored, told);
  assert.equal(await end(agent, 'SIGTERM'), 0);
});
