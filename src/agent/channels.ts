// Channels: every channel of every source under one name of its own.
//
// Within a source a channel is known by its key. Two sources may use the same key (two boards of the
// same make); then their channels are called `source.key`, so that nothing in the agent is ambiguous.

import type { ChannelSettings } from '../sensors/channel.ts';
import type { SensorSettings } from '../sensors/registry.ts';

export interface Channel {
  /** Its name in the whole agent: in points, events, status and on the page. */
  readonly name: string;
  readonly source: string;
  /** Its key within the source. */
  readonly key: string;
  /** The dataport's alias. */
  readonly alias: string;
  readonly settings: ChannelSettings;
}

export interface Channels {
  readonly all: readonly Channel[];
  byName(name: string): Channel | undefined;
  byAlias(alias: string): Channel | undefined;
  of(source: string, key: string): Channel | undefined;
}

const keyed = (channels: readonly Channel[], keyOf: (channel: Channel) => string) =>
  new Map(channels.map((channel) => [keyOf(channel), channel]));

/** Fixed for the life of the agent: a change of the sensors makes new ones. */
export function createChannels(sensors: readonly SensorSettings[]): Channels {
  const found = sensors.flatMap((sensor) =>
    Object.entries(sensor.channels as Record<string, ChannelSettings>).map(([key, settings]) => ({
      source: sensor.name,
      key,
      alias: settings.alias ?? key,
      settings,
    })),
  );
  const uses = new Map<string, number>();
  for (const { key } of found) uses.set(key, (uses.get(key) ?? 0) + 1);
  const all = found.map((channel) => ({
    ...channel,
    name: uses.get(channel.key) === 1 ? channel.key : `${channel.source}.${channel.key}`,
  }));
  const names = keyed(all, (channel) => channel.name);
  const aliases = keyed(all, (channel) => channel.alias);
  const keys = keyed(all, (channel) => `${channel.source}\n${channel.key}`);
  return {
    all,
    byName: (name) => names.get(name),
    byAlias: (alias) => aliases.get(alias),
    of: (source, key) => keys.get(`${source}\n${key}`),
  };
}
