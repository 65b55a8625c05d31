// Source `serial`: frames from a serial port, decoded into readings.
//
// Invariants.
// - A frame that is no use costs only itself, and is counted.
// - A port that is gone, busy or forbidden is a state with a reason, never the end.

import type { Reading } from '../../core/point.ts';
import { createDecoder } from '../decode/settings.ts';
import { createFramer, type Framer } from '../framing/framer.ts';
import { createGate } from '../gate.ts';
import { createProgress } from '../progress.ts';
import type { Source, SourceDeps } from '../source.ts';
import { createKeptLink } from './kept-link.ts';
import type { SerialSettings } from './settings.ts';

export function createSerialSource(deps: SourceDeps, settings: SerialSettings): Source {
  const { name, kind, port, baud, dataBits, parity, stopBits, channels } = settings;
  const progress = createProgress(deps, settings);
  const gate = createGate(channels, progress, deps.push);
  const decode = createDecoder(settings.decode, channels);

  let framer: Framer | undefined;
  let cameMonoMs = 0;
  let readings: Reading[] = [];

  const takeFrame = (frame: Uint8Array) => {
    const { values, fault } = decode(frame);
    if (fault === undefined) progress.count('frames');
    else progress.bad(fault);
    for (const [channel, value] of values) readings.push({ channel, value, monoMs: cameMonoMs });
  };

  const link = createKeptLink(
    deps,
    { port, link: { baud, dataBits, parity, stopBits } },
    {
      opened() {
        framer = createFramer(settings.frame, { frame: takeFrame, bad: progress.bad });
        progress.enter('running');
      },
      data(bytes) {
        cameMonoMs = deps.clock.monoMs();
        framer?.push(bytes);
        gate.pass(readings);
        readings = [];
      },
      lost(reason) {
        framer = undefined;
        progress.enter('waiting', reason.detail);
      },
    },
  );

  return {
    name,
    kind,
    start: link.start,
    async stop() {
      await link.stop();
      progress.enter('stopped');
    },
    status: progress.status,
  };
}
