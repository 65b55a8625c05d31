// Metrics: what the platform tells Prometheus. Numbers of this process and of the whole tree, and no secrets.

import type { Clock } from '../core/ports/clock.ts';
import type { Reply } from '../core/ports/http-server.ts';
import {
  type Family,
  gauge,
  metricsType,
  renderFamilies,
  type Sample,
} from '../wire/prometheus.ts';
import type { Tally } from './resources/usage.ts';

export interface Meters {
  /** Answers by `answer`, and counts it under the mount. */
  timed(mount: string, answer: () => Reply | Promise<Reply>): Promise<Reply>;
  readonly families: readonly Family[];
  readonly requests: number;
}

interface Count {
  readonly mount: string;
  readonly status: number;
  requests: number;
  seconds: number;
}

export function createMeters(clock: Clock): Meters {
  const counts = new Map<string, Count>();
  const startMs = clock.monoMs();
  let requests = 0;

  const samples = (value: (count: Count) => number): readonly Sample[] =>
    [...counts.values()].map((count) => [
      { mount: count.mount, status: String(count.status) },
      value(count),
    ]);

  return {
    get requests() {
      return requests;
    },
    async timed(mount, answer) {
      requests += 1;
      const begunMs = clock.monoMs();
      const reply = await answer();
      const key = `${mount} ${reply.status}`;
      const count = counts.get(key) ?? { mount, status: reply.status, requests: 0, seconds: 0 };
      counts.set(key, count);
      count.requests += 1;
      count.seconds += (clock.monoMs() - begunMs) / 1000;
      return reply;
    },
    get families(): readonly Family[] {
      return [
        {
          name: 'platform_requests_total',
          type: 'counter',
          help: 'HTTP requests, by where they went and how they were answered.',
          samples: samples((count) => count.requests),
        },
        {
          name: 'platform_request_seconds_total',
          type: 'counter',
          help: 'Time that answers took, long polls included.',
          samples: samples((count) => count.seconds),
        },
        gauge(
          'platform_uptime_seconds',
          'Time since the platform started.',
          (clock.monoMs() - startMs) / 1000,
        ),
      ];
    },
  };
}

export interface State {
  readonly healthy: boolean;
  readonly waiting: number;
  readonly paced: number;
  /** What the root holds with its whole tree; undefined while the store fails. */
  readonly held: Tally | undefined;
}

export const metricsReply = (meters: Meters, state: State): Reply => ({
  status: 200,
  headers: { 'content-type': metricsType },
  body: renderFamilies([...meters.families, ...stateFamilies(state)]),
});

const stateFamilies = ({ healthy, waiting, paced, held }: State): readonly Family[] => [
  gauge('platform_store_ok', '1 while commits reach the disk.', Number(healthy)),
  gauge('platform_waiting', 'Calls that wait for a value.', waiting),
  {
    ...gauge('platform_paced_requests_total', 'Requests of keys that made too many.', paced),
    type: 'counter',
  },
  {
    ...gauge('platform_resources', 'Resources, by their type.', undefined),
    samples: held
      ? (['client', 'dataport', 'datarule', 'dispatch', 'share'] as const).map((type) => [
          { type },
          // The root itself is not among what it holds.
          held[type] + (type === 'client' ? 1 : 0),
        ])
      : [],
  },
  gauge('platform_points', 'Points in all series.', held?.points),
  gauge('platform_points_bytes', 'Bytes of all points, as they are stored.', held?.disk),
];
