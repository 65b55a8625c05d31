// One output of a gpio source: a line that commands switch, and that keeps its level when it comes back.

import { type Failure, failure } from '../../core/failure.ts';
import type { Level, OutputLine } from '../../core/ports/pins.ts';
import { err, type Result } from '../../core/result.ts';
import type { SourceDeps } from '../source.ts';
import { createKeptLine } from './kept-line.ts';
import type { GpioOutput } from './settings.ts';

export interface OutputEvents {
  /** The line has this level from now on. */
  put(level: Level): void;
  /** The line is ours, or, with a reason, it is not and we wait. */
  told(reason?: Failure): void;
}

export interface Output {
  start(): void;
  stop(): Promise<void>;
  /** Fails, and changes nothing, while the line is not ours: a command must not act late. */
  set(level: Level): Promise<Result<void>>;
}

type OutputDeps = Pick<SourceDeps, 'clock' | 'random' | 'pins'>;

export function createOutput(
  deps: OutputDeps,
  { line, initial, activeLow }: GpioOutput,
  events: OutputEvents,
): Output {
  let level: Level = initial;
  let absence: Failure = failure('closed', 'the output is not open yet');
  const kept = createKeptLine<OutputLine>(
    deps,
    () => deps.pins.output({ line, activeLow, initial: level }),
    {
      opened() {
        events.told();
        events.put(level);
      },
      lost(reason) {
        absence = reason;
        events.told(reason);
      },
    },
  );
  return {
    start: kept.start,
    stop: kept.stop,
    async set(next) {
      const output = kept.line;
      if (!output) return err(absence);
      const set = await output.set(next);
      // Meanwhile the line may have been given back.
      if (kept.line !== output) return set;
      if (set.ok) {
        level = next;
        events.put(level);
      } else kept.drop(set.failure);
      return set;
    },
  };
}
