// The spine: a real serial line, real processes, SIGKILL on both sides, and an account that balances.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort, holdfast, type Running, startHoldfast } from '../support/holdfast.ts';
import { healthy, pointsOf, statusOf } from '../support/live.ts';
import { createLine, type Line } from '../support/pty.ts';
import { until } from '../support/until.ts';

const outageMs = 20_000;

/** What was sent on the line, by its value: every line carries a number that no other line carries. */
interface Teller {
  readonly sentAtMs: Map<number, number>;
  stop(): Promise<void>;
}

/** Ten JSON lines a second, for two channels; the second channel says the double of the first. */
function tell(line: Line): Teller {
  const sentAtMs = new Map<number, number>();
  let going = true;
  const loop = (async () => {
    for (let n = 1; going; n += 1) {
      sentAtMs.set(n, Date.now());
      await line.send(`${JSON.stringify({ level: n, twice: 2 * n })}\n`);
      await sleep(100);
    }
  })();
  return {
    sentAtMs,
    async stop() {
      going = false;
      await loop;
    },
  };
}

/** Follows `/events` across restarts of the agent and notes what it reports as committed. */
function follow(url: string, committed: Set<string>, signal: AbortSignal): Promise<void> {
  const read = async () => {
    const answer = await fetch(`${url}/events`, { signal });
    let text = '';
    for await (const chunk of answer.body as AsyncIterable<Uint8Array>) {
      text += new TextDecoder().decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() as string;
      for (const event of events) {
        const data = /^event: committed\ndata: (.*)$/m.exec(event)?.[1];
        if (data === undefined) continue;
        const { channel, second } = JSON.parse(data);
        committed.add(`${channel} ${second}`);
      }
    }
  };
  return (async () => {
    while (!signal.aborted) {
      await read().catch(() => undefined);
      await sleep(50);
    }
  })();
}

test('points of a serial line arrive exactly once through outage and kills', {
  timeout: 180_000,
}, async (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-spine-'));
  const line = createLine();
  const platformUrl = `http://127.0.0.1:${await freePort()}`;
  const agentUrl = `http://127.0.0.1:${await freePort()}`;
  const running = new Set<Running>();
  const start = async (url: string, ...args: string[]) => {
    const process = startHoldfast(...args);
    running.add(process);
    await healthy(url);
    return process;
  };
  const over = new AbortController();
  t.after(async () => {
    over.abort();
    await Promise.all([...running].map((process) => process.end('SIGKILL')));
    line.dispose();
    rmSync(dir, { recursive: true });
  });

  const listen = new URL(platformUrl).host;
  const startPlatform = () =>
    start(platformUrl, 'platform', '--listen', listen, '--data', join(dir, 'platform'));
  let platform = await startPlatform();
  const ownerCik = readFileSync(join(dir, 'platform', 'root-cik'), 'utf8').trim();
  const cikFile = join(dir, 'cik');
  const enrolled = await holdfast(
    ...['enroll', '--platform', platformUrl, '--owner-cik', ownerCik],
    ...['--device', 'spine', '--cik-file', cikFile],
  );
  assert.equal(enrolled.code, 0, enrolled.err);

  const config = join(dir, 'agent.yaml');
  writeFileSync(
    config,
    `device: spine
state: ${join(dir, 'state')}
platform: { url: '${platformUrl}', cik: { file: ${cikFile} } }
status: { listen: '${new URL(agentUrl).host}' }
sensors:
  - name: line
    kind: serial
    port: ${line.path}
    frame: line
    decode: json
    channels: { level: { format: integer }, twice: { format: integer } }
`,
  );
  const startAgent = () => start(agentUrl, 'run', '--config', config);
  let agent = await startAgent();
  const committed = new Set<string>();
  const following = follow(agentUrl, committed, over.signal);
  const teller = tell(line);
  const killAgent = async () => {
    await agent.end('SIGKILL');
    running.delete(agent);
    agent = await startAgent();
  };

  await until('first points are delivered', async () => {
    return (await statusOf(agentUrl)).ledger.delivered >= 4;
  });
  await platform.end('SIGKILL');
  running.delete(platform);
  const back = sleep(outageMs);
  await until('the outage is named', async () => {
    return (await statusOf(agentUrl)).uplink.state === 'offline';
  });
  await sleep(Math.random() * 5000);
  await killAgent();
  await sleep(Math.random() * 5000);
  await killAgent();
  await back;
  const during = await statusOf(agentUrl);
  assert.ok(during.ledger.pending > 0, 'points are kept while the platform is away');
  platform = await startPlatform();
  await sleep(2000);
  await teller.stop();

  const last = await until(
    'everything is delivered',
    async () => {
      const now = await statusOf(agentUrl);
      return now.uplink.state === 'online' && now.ledger.pending === 0 && now;
    },
    90_000,
  );
  await sleep(1500);
  const { ledger } = (await statusOf(agentUrl)) as typeof last;
  assert.equal(ledger.pending, 0);
  assert.equal(
    ledger.sensed,
    ledger.delivered + ledger.rejected + ledger.thinned + ledger.evicted + ledger.pending,
  );
  assert.equal(ledger.rejected, 0);
  assert.equal(ledger.evicted, 0);

  const cik = readFileSync(cikFile, 'utf8').trim();
  const stored = new Map<string, number>();
  for (const channel of ['level', 'twice']) {
    for (const [second, value] of await pointsOf(platformUrl, cik, channel)) {
      assert(typeof value === 'number');
      assert.ok(!stored.has(`${channel} ${second}`), `${channel} has one value for ${second}`);
      stored.set(`${channel} ${second}`, value);
      const n = channel === 'level' ? value : value / 2;
      const sentMs = teller.sentAtMs.get(n);
      assert.ok(sentMs !== undefined, `${channel} = ${value} was never sent`);
      const lateMs = Math.abs(sentMs - second * 1000 - 500);
      assert.ok(lateMs < 1600, `${channel} = ${value} has the second of its line`);
    }
  }
  for (const key of committed) assert.ok(stored.has(key), `committed, and not there: ${key}`);
  assert.ok(committed.size > 40, `events were followed (${committed.size})`);
  assert.equal(stored.size, ledger.delivered, 'the platform holds what was counted as delivered');

  const stoppedAt = performance.now();
  assert.equal(await agent.end('SIGTERM'), 0, 'SIGTERM ends the agent with 0');
  assert.ok(performance.now() - stoppedAt < 5000, 'within five seconds');
  running.delete(agent);
  over.abort();
  await following;
});
