// Source `gpio`: levels and edges of lines as readings, and outputs that commands switch.
//
// Invariants.
// - Each line is kept on its own: one that is busy, forbidden or gone does not silence the others.
// - A command that cannot act now fails; it never acts later.

import { type Failure, failure } from '../../core/failure.ts';
import type { Level } from '../../core/ports/pins.ts';
import { err, type Result } from '../../core/result.ts';
import { createGate } from '../gate.ts';
import { createProgress } from '../progress.ts';
import { createSchedule } from '../schedule.ts';
import type { Source, SourceDeps } from '../source.ts';
import { createInput, type Input } from './input.ts';
import { createOutput, type Output } from './output.ts';
import type { GpioSettings } from './settings.ts';

export interface GpioSource extends Source {
  /**
   * Switches an output. Failures: `not-found` when there is none of this name; the reason why its
   * line is not ours; what `Pins` says.
   */
  set(output: string, level: Level): Promise<Result<void>>;
}

/** What the lines tell the source. */
interface Board {
  /** The channel has this level, sensed at this moment. */
  sensed(channel: string, level: Level, monoMs: number): void;
  /** The named part works, or, with a reason, waits. */
  told(part: string, reason?: Failure): void;
}

export function createGpioSource(deps: SourceDeps, settings: GpioSettings): GpioSource {
  const { name, kind } = settings;
  const progress = createProgress(deps, settings);
  const gate = createGate(settings.channels, progress, deps.push);
  const reasons = new Map<string, string>();
  const board: Board = {
    sensed(channel, level, monoMs) {
      progress.count('frames');
      const value = settings.channels[channel]?.format === 'integer' ? level : level === 1;
      gate.pass([{ channel, value, monoMs }]);
    },
    told(part, reason) {
      if (reason) reasons.set(part, reason.detail);
      else reasons.delete(part);
      const details = [...reasons].map(([waiting, detail]) => `${waiting}: ${detail}`);
      if (details.length > 0) progress.enter('waiting', details.join('; '));
      else progress.enter('running');
    },
  };

  const inputs = createInputs(deps, settings, board);
  const outputs = createOutputs(deps, settings, board);
  const lines = [...inputs, ...outputs.values()];
  const schedule = createSchedule(deps, settings, async () => {
    await Promise.all(inputs.map((input) => input.sample()));
  });

  const begin = async () => {
    for (const line of lines) line.start();
    const scheduled = await schedule.start();
    if (!scheduled.ok) board.told('schedule', scheduled.failure);
  };

  let starting: Promise<void> | undefined;
  return {
    name,
    kind,
    start() {
      starting ??= begin();
    },
    async stop() {
      await starting;
      await schedule.stop();
      await Promise.all(lines.map((line) => line.stop()));
      progress.enter('stopped');
    },
    status: progress.status,
    async set(output, level) {
      const line = outputs.get(output);
      return line ? line.set(level) : err(failure('not-found', `${name} has no output ${output}`));
    },
  };
}

function createInputs(deps: SourceDeps, { channels }: GpioSettings, board: Board): Input[] {
  return Object.entries(channels).flatMap(([channel, settings]) => {
    if (!settings.line) return [];
    return createInput(deps, settings.line, settings, {
      sensed: (level, monoMs) => board.sensed(channel, level, monoMs),
      told: (reason) => board.told(channel, reason),
    });
  });
}

function createOutputs(
  deps: SourceDeps,
  { channels, outputs }: GpioSettings,
  board: Board,
): Map<string, Output> {
  const tellers = (output: string) =>
    Object.keys(channels).filter((channel) => channels[channel]?.output === output);
  return new Map(
    Object.entries(outputs).map(([name, settings]) => {
      const channelsOfIt = tellers(name);
      const output = createOutput(deps, settings, {
        put: (level) => {
          for (const channel of channelsOfIt) board.sensed(channel, level, deps.clock.monoMs());
        },
        told: (reason) => board.told(name, reason),
      });
      return [name, output];
    }),
  );
}
