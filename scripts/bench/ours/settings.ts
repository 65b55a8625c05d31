// Agent files for the processes of the bench.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { anyCik } from './uplink.ts';

export interface AgentFile {
  /** Holds the file and the state. */
  readonly dir: string;
  readonly url: string;
  /** One entry of `sensors:`. */
  readonly sensor: object;
}

/** The smallest useful agent: one serial port with one channel. */
export const serialSensor = (port: string) => ({
  name: 'soil',
  kind: 'serial',
  port,
  decode: 'json',
  channels: { moisture: { unit: '%' } },
});

/** A thousand channels, once a second. */
export const manyChannels = (count: number) => ({
  name: 'many',
  kind: 'synthetic',
  every: '1s',
  decimals: 2,
  channels: Object.fromEntries(Array.from({ length: count }, (_, i) => [`channel-${i}`, {}])),
});

/** Writes the file, and gives the arguments of `run`. */
export function writeAgentFile({ dir, url, sensor }: AgentFile): readonly string[] {
  const path = join(dir, 'agent.json');
  const file = {
    device: 'bench',
    state: join(dir, 'state'),
    platform: { url, cik: anyCik },
    sensors: [sensor],
    status: { listen: '127.0.0.1:0' },
  };
  writeFileSync(path, JSON.stringify(file));
  return ['run', '--config', path];
}
