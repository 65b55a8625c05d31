// Gate: the last step of every source. What the deadband admits is pushed; the rest is counted.

import type { Reading } from '../core/point.ts';
import { type ChannelSettings, createDeadband } from './channel.ts';
import type { Progress } from './progress.ts';

export interface Gate {
  pass(readings: readonly Reading[]): void;
}

export function createGate(
  channels: Readonly<Record<string, Pick<ChannelSettings, 'deadband'>>>,
  progress: Progress,
  push: (readings: readonly Reading[]) => void,
): Gate {
  const deadband = createDeadband(channels);
  return {
    pass(readings) {
      const last = readings.at(-1);
      if (!last) return;
      progress.sensed(last.monoMs);
      const news = readings.filter(({ channel, value }) => deadband.admits(channel, value));
      progress.count('filtered', readings.length - news.length);
      if (news.length > 0) push(news);
    },
  };
}
