// One input of a gpio source: the level when the line is taken, then edges or samples.

import type { Failure } from '../../core/failure.ts';
import type { InputLine, Level, LineRef } from '../../core/ports/pins.ts';
import type { SourceDeps } from '../source.ts';
import { createKeptLine } from './kept-line.ts';
import type { GpioChannel } from './settings.ts';

export interface InputEvents {
  sensed(level: Level, monoMs: number): void;
  /** The line is ours, or, with a reason, it is not and we wait. */
  told(reason?: Failure): void;
}

export interface Input {
  start(): void;
  stop(): Promise<void>;
  /** Reads the level, unless this input tells of edges or waits for its line. */
  sample(): Promise<void>;
}

type InputDeps = Pick<SourceDeps, 'clock' | 'random' | 'pins'>;

export function createInput(
  deps: InputDeps,
  line: LineRef,
  { edge, debounce: debounceMs, bias, activeLow }: GpioChannel,
  events: InputEvents,
): Input {
  const read = async (input: InputLine) => {
    const level = await input.read();
    // Meanwhile the line may have been given back.
    if (kept.line !== input) return;
    if (level.ok) events.sensed(level.value, deps.clock.monoMs());
    else kept.drop(level.failure);
  };
  const kept = createKeptLine<InputLine>(
    deps,
    (lost) =>
      deps.pins.input(
        { line, bias, activeLow, debounceMs, edge },
        { edge: ({ level, monoMs }) => kept.line && events.sensed(level, monoMs), lost },
      ),
    {
      opened(input) {
        events.told();
        void read(input);
      },
      lost: events.told,
    },
  );
  return {
    start: kept.start,
    stop: kept.stop,
    sample: async () => {
      if (edge === 'none' && kept.line) await read(kept.line);
    },
  };
}
