// The demo's agent file: a made-up greenhouse, in the words that a real one would use.

import { loadSettings } from '../../agent/config/load.ts';
import type { Settings } from '../../agent/config/settings.ts';
import { assert } from '../../core/assert.ts';

/** The device of the demo, and its alias at the platform's root. */
export const demoDevice = 'greenhouse';

export interface DemoPlace {
  /** The demo's folder. */
  readonly dir: string;
  readonly platformUrl: string;
  readonly cikFile: string;
  /** Where the agent's endpoint listens first; see demo/server.ts for what happens when it is taken. */
  readonly listen: string;
}

const agentFile = ({ dir, platformUrl, cikFile, listen }: DemoPlace): string => `
device: ${demoDevice}
state: ${JSON.stringify(`${dir}/agent`)}
platform:
  url: ${platformUrl}
  cik: { file: ${JSON.stringify(cikFile)} }
status:
  listen: ${listen}
sensors:
  - name: climate
    kind: synthetic
    every: 1s
    channels:
      temperature: { unit: °C, shape: { sine: { mean: 21, amplitude: 4, period: 75s } } }
      humidity: { unit: "%", shape: { walk: { start: 55, step: 1.5, min: 35, max: 75 } } }
  - name: vent
    kind: synthetic
    every: 1s
    channels:
      vent_open: { format: boolean, shape: { steps: { levels: [0, 1, 0], period: 20s } } }
`;

/** As `holdfast run` would read them from a file. */
export function demoSettings(place: DemoPlace): Settings {
  const loaded = loadSettings(agentFile(place));
  assert(loaded.ok, 'the agent file of the demo passes its schema');
  return loaded.value.settings;
}
