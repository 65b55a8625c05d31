// Metrics: the status document in the text format of Prometheus.

import type { UplinkState } from '../../uplink/status.ts';
import { type Family, gauge, renderFamilies, type Sample } from '../../wire/prometheus.ts';
import type { AgentStatus } from '../status.ts';

const uplinkStates: readonly UplinkState[] = [
  'online',
  'offline',
  'failing',
  'unauthorised',
  'locked',
  'clock',
  'paused',
];

const outcomes = [
  ['sensed', 'Points durably committed, or delivered before that was needed.'],
  ['delivered', 'Points that the platform has.'],
  ['rejected', 'Points that the platform refused for good.'],
  ['thinned', 'Points merged away on purpose.'],
  ['evicted', 'Points pushed out at the limit or lost to a damaged store.'],
] as const;

const counters = [
  ['frames', 'frames', 'Frames that a source read.'],
  ['bad', 'bad_frames', 'Frames that did not decode.'],
  ['filtered', 'filtered_readings', 'Readings left out by a filter.'],
  ['folded', 'folded_readings', 'Readings folded into a point of the same second.'],
] as const;

/** The whole text, a line feed at its end. Times are in seconds, as Prometheus wants them. */
export function renderMetrics(status: AgentStatus): string {
  return renderFamilies([...ledger(status), ...state(status), ...sources(status)]);
}

const seconds = (ms: number | undefined): number | undefined =>
  ms === undefined ? undefined : ms / 1000;

const ledger = (status: AgentStatus): Family[] => [
  ...outcomes.map(
    ([name, help]): Family => ({
      name: `${name}_points_total`,
      type: 'counter',
      help,
      samples: [[{}, status.ledger[name]]],
    }),
  ),
  {
    name: 'undelivered_points_total',
    type: 'counter',
    help: 'Points that were not delivered and will not be, by outcome and reason.',
    samples: Object.entries(status.reasons).map(([key, points]) => {
      const [outcome = '', ...reason] = key.split(' ');
      return [{ outcome, reason: reason.join(' ') }, points];
    }),
  },
  gauge('pending_points', 'Points that wait for delivery.', status.ledger.pending),
  gauge('ledger_balanced', '1 while every point is accounted for.', Number(status.ledger.balanced)),
];

const state = ({ device, version, uptimeMs, uplink, buffer, clock }: AgentStatus): Family[] => [
  { ...gauge('info', 'The agent.', undefined), samples: [[{ device, version }, 1]] },
  gauge('uptime_seconds', 'Time since the agent started.', seconds(uptimeMs)),
  {
    ...gauge('uplink_state', '1 for the state that the uplink is in.', undefined),
    samples: uplinkStates.map((name) => [{ state: name }, Number(name === uplink.state)]),
  },
  {
    ...gauge('uplink_requests_total', 'Requests sent to the platform.', uplink.requests),
    type: 'counter',
  },
  gauge('uplink_rate_points_per_second', 'Delivered over the last minute.', uplink.rate),
  gauge(
    'buffer_ok',
    '0 while the buffer is full, or its store fails.',
    Number(buffer.state === 'ok'),
  ),
  gauge('buffer_size_bytes', 'Bytes on the disk.', buffer.bytes),
  gauge('buffer_segments', 'Segments in the log.', buffer.segments),
  gauge(
    'buffer_oldest_age_seconds',
    'Age of the oldest pending point.',
    seconds(buffer.oldestAgeMs),
  ),
  gauge('buffer_room_seconds', 'How long the room left lasts.', seconds(buffer.roomMs)),
  gauge('clock_trusted', '1 while the wall clock is trusted.', Number(clock.state === 'trusted')),
];

const sources = (status: AgentStatus): Family[] => [
  ...counters.map(
    ([counter, name, help]): Family => ({
      name: `source_${name}_total`,
      type: 'counter',
      help,
      samples: status.sources.map((source) => [
        { source: source.name, kind: source.kind },
        source.counters[counter],
      ]),
    }),
  ),
  {
    ...gauge('source_reading_age_seconds', 'Time since the last reading.', undefined),
    samples: status.sources.flatMap(({ name, kind, lastReadingAgeMs }): Sample[] =>
      lastReadingAgeMs === undefined ? [] : [[{ source: name, kind }, lastReadingAgeMs / 1000]],
    ),
  },
];
