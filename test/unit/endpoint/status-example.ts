// A status document for tests of what shows it.

import type { AgentStatus } from '../../../src/agent/status.ts';

export const exampleStatus: AgentStatus = {
  device: 'greenhouse-1',
  version: '0.1.0',
  startedAt: '2026-01-01T00:00:00.000Z',
  uptimeMs: 90_500,
  ledger: {
    sensed: 100,
    delivered: 80,
    rejected: 1,
    thinned: 2,
    evicted: 3,
    pending: 14,
    balanced: true,
  },
  uplink: {
    state: 'offline',
    detail: 'connection refused',
    sinceMs: 12_000,
    retryInMs: 3_400,
    failures: 4,
    requests: 20,
    lastDeliveryAgeMs: 12_500,
    rate: 1.5,
  },
  reasons: { 'rejected invalid': 1, 'thinned collision': 2, 'evicted floor': 3 },
  buffer: {
    state: 'floor',
    detail: 'the disk has less free than buffer.keepFree',
    bytes: 2_048,
    points: 14,
    segments: 2,
    oldestAgeMs: 12_000,
    roomMs: 86_400_000,
  },
  clock: { state: 'trusted', source: 'system', time: '2026-01-01T00:01:30.500Z' },
  config: { revision: 1, state: 'running' },
  sources: [
    {
      name: 'soil "east"',
      kind: 'serial',
      state: 'running',
      lastReadingAgeMs: 250,
      counters: { frames: 50, bad: 2, filtered: 3, folded: 4 },
    },
  ],
  channels: [
    { name: 'moisture', source: 'soil "east"', unit: '%', value: 41.25, second: 1_767_225_690 },
    { name: 'door', source: 'soil "east"' },
  ],
  commands: { last: [] },
  workspaces: [],
};
