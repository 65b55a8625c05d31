// Dataports of the device: those of its channels, and those through which it is operated.

import type { WantedDataport } from '../uplink/dataports.ts';
import type { Channel, Channels } from './channels.ts';

/** The agent's snapshot of its status goes here. */
export const statusAlias = 'agent_status';

/** Operators write and read these; the agent makes those that are missing. No channel may be named so. */
export const ownAliases = ['config', 'config_status', 'command', 'command_status', statusAlias];
const ownCount = 1000;

const ofChannel = ({ alias, name, settings }: Channel): WantedDataport => ({
  alias,
  format: settings.format,
  name,
  count: 'infinity',
});

export interface DeviceDataports {
  readonly wanted: readonly WantedDataport[];
  /** Where a point of this channel goes; a channel that is no longer configured keeps its name. */
  dataportOf(channel: string): WantedDataport;
}

/** Aliases are those of the configuration; the agent makes at the platform what is missing there. */
export function deviceDataports(channels: Channels): DeviceDataports {
  const own = channels.all.map(ofChannel);
  const others = ownAliases.map(
    (alias): WantedDataport => ({ alias, format: 'string', name: alias, count: ownCount }),
  );
  return {
    wanted: [...own, ...others],
    dataportOf(name) {
      const channel = channels.byName(name);
      if (channel !== undefined) return ofChannel(channel);
      return { alias: name, format: 'float', name, count: 'infinity' };
    },
  };
}
