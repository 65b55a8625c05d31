// KeptLine: a line that is taken again whenever it is busy, forbidden or gone, for as long as it takes.
//
// Invariants.
// - At most one taking is under way or open.
// - After `stop` resolves, the line is free and no event comes.

import type { Failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Random } from '../../core/ports/random.ts';
import type { Result } from '../../core/result.ts';

interface Line {
  close(): Promise<void>;
}

export interface KeptLineEvents<L> {
  opened(line: L): void;
  /** It could not be taken, or went away. It is tried again. */
  lost(reason: Failure): void;
}

export interface KeptLine<L> {
  start(): void;
  stop(): Promise<void>;
  /** The line while we hold it. */
  readonly line: L | undefined;
  /** Gives back a line that no longer works, to take it anew. */
  drop(reason: Failure): void;
}

export function createKeptLine<L extends Line>(
  deps: { readonly clock: Clock; readonly random: Random },
  take: (lost: (reason: Failure) => void) => Promise<Result<L>>,
  events: KeptLineEvents<L>,
): KeptLine<L> {
  let wanted = false;
  let pauseMs: number = limits.reopenFirstMs;
  let timer: Timer | undefined;
  let busy: Promise<void> = Promise.resolve();
  let line: L | undefined;

  const retry = (reason: Failure) => {
    if (!wanted) return;
    events.lost(reason);
    // Half to all of the pause, so that lines of one chip do not all come at once.
    timer = deps.clock.after(pauseMs * (0.5 + deps.random.float() / 2), () => {
      busy = takeOnce();
    });
    pauseMs = Math.min(2 * pauseMs, limits.reopenMaxMs);
  };

  const drop = (reason: Failure) => {
    const dropped = line;
    if (!dropped || !wanted) return;
    line = undefined;
    busy = dropped.close().then(() => retry(reason));
  };

  const takeOnce = async (): Promise<void> => {
    const taken = await take(drop);
    if (!taken.ok) return retry(taken.failure);
    if (!wanted) return taken.value.close();
    line = taken.value;
    pauseMs = limits.reopenFirstMs;
    events.opened(line);
  };

  return {
    get line() {
      return line;
    },
    drop,
    start() {
      if (wanted) return;
      wanted = true;
      busy = takeOnce();
    },
    async stop() {
      wanted = false;
      timer?.cancel();
      await busy;
      const last = line;
      line = undefined;
      await last?.close();
    },
  };
}
