// An agent's endpoint with nothing behind it: a made-up greenhouse whose time runs as fast as asked.

import { createEndpoint } from '../../src/agent/endpoint/endpoint.ts';
import type { AgentStatus } from '../../src/agent/status.ts';
import { createGate, type Gate } from '../../src/cli/demo/gate.ts';
import { withSwitch } from '../../src/cli/demo/routes.ts';
import { createEvents } from '../../src/core/events.ts';
import { done } from '../../src/core/result.ts';
import { createAssets } from '../../src/io/web/assets.ts';
import { createHttpServer } from '../../src/io/web/http-server.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeJournal } from '../fakes/journal.ts';

export interface CannedAgent {
  readonly url: string;
  readonly gate: Gate;
  status(): AgentStatus;
  /** One second passes: every channel commits a point, and the backlog leaves if the gate is on. */
  tick(): void;
  close(): Promise<void>;
}

/** Seconds that the first tries after an outage take, so that a page can be seen catching up. */
const drainPerTick = 60;

export async function startCannedAgent(startSecond = 1_790_000_000): Promise<CannedAgent> {
  const events = createEvents();
  const gate = createGate();
  const pending: number[] = [];
  let second = startSecond;
  let sensed = 0;
  let delivered = 0;
  let sinceSecond = second;
  let online = true;

  const values = () => ({
    temperature: 21 + 3 * Math.sin(second / 23) + Math.sin(second / 5) * 0.4,
    humidity: 55 + 12 * Math.cos(second / 31) + ((second * 7919) % 13) / 8,
    window: second % 90 < 30,
  });

  const status = (): AgentStatus => ({
    device: 'greenhouse-1',
    version: '0.1.0',
    startedAt: new Date(startSecond * 1000).toISOString(),
    uptimeMs: (second - startSecond) * 1000,
    ledger: {
      sensed,
      delivered,
      rejected: 0,
      thinned: 0,
      evicted: 0,
      pending: pending.length,
      balanced: sensed === delivered + pending.length,
    },
    uplink: {
      state: online ? 'online' : 'offline',
      ...(!online && { detail: 'the cable is pulled', retryInMs: 4_000 }),
      sinceMs: (second - sinceSecond) * 1000,
      failures: online ? 0 : second - sinceSecond,
      requests: second - startSecond,
      lastDeliveryAgeMs: online ? 300 : (second - sinceSecond) * 1000,
      rate: 3,
      ...(online && pending.length > 0 && { drainMs: (pending.length / drainPerTick) * 1000 }),
    },
    reasons: {},
    buffer: {
      state: 'ok',
      bytes: 4_096 + pending.length * 9,
      points: pending.length,
      segments: 1,
      oldestAgeMs: pending[0] === undefined ? 0 : (second - pending[0]) * 1000,
      roomMs: 41 * 86_400_000,
    },
    clock: {
      state: 'trusted',
      source: 'system',
      time: new Date(second * 1000).toISOString(),
    },
    config: { revision: 1, state: 'running' },
    sources: [
      {
        name: 'climate',
        kind: 'synthetic',
        state: 'running',
        lastReadingAgeMs: 120,
        counters: { frames: sensed, bad: 2, filtered: 14, folded: 0 },
      },
      {
        name: 'door',
        kind: 'gpio',
        state: 'waiting',
        detail: 'no chip named gpiochip7',
        counters: { frames: 0, bad: 0, filtered: 0, folded: 0 },
      },
    ],
    channels: Object.entries(values()).map(([name, value]) => ({
      name,
      source: 'climate',
      ...(name === 'temperature' && { unit: '°C' }),
      ...(name === 'humidity' && { unit: '%' }),
      ...(sensed > 0 && { value, second }),
    })),
    commands: { last: [] },
    workspaces: [],
  });

  const tick = () => {
    second += 1;
    for (const channel of Object.keys(values())) {
      sensed += 1;
      pending.push(second);
      events.emit('committed', { channel, second });
    }
    if (online !== gate.on) {
      online = gate.on;
      sinceSecond = second;
      events.emit('uplink', { state: online ? 'online' : 'offline' });
    }
    if (!online) return;
    const left = pending.splice(0, drainPerTick).length;
    delivered += left;
    events.emit('settled', { outcome: 'delivered', points: left });
  };

  const assets = createAssets();
  const endpoint = createEndpoint(
    {
      status,
      healthy: () => true,
      events,
      clock: createFakeClock(),
      assets,
      intake: async () => done,
    },
    '127.0.0.1',
  );
  const listening = await createHttpServer(createFakeJournal()).listen(
    { host: '127.0.0.1', port: 0, maxBodyBytes: 1_000 },
    withSwitch(endpoint, gate, { host: '127.0.0.1', platform: 'http://127.0.0.1:8420/' }),
  );
  if (!listening.ok) throw new Error(listening.failure.detail);
  return {
    url: `http://127.0.0.1:${listening.value.port}`,
    gate,
    status,
    tick,
    close: () => listening.value.close(0),
  };
}
