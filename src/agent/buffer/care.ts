// Care: tells the log what it cannot know by itself: what its disk can still give, and what is too old.

import type { Log } from '../../buffer/log.ts';
import { limits } from '../../core/limits.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Files } from '../../core/ports/files.ts';
import { ageMs } from './age.ts';

export interface Care {
  /** Looks, at most every limits.careMs, and never while an earlier look is under way. Never waits. */
  look(): void;
}

export interface CareDeps {
  readonly clock: Clock;
  readonly files: Pick<Files, 'freeBytes'>;
  readonly log: Pick<Log, 'tend' | 'epochs'>;
}

export interface CareOptions {
  /** A folder on the disk that the log fills. */
  readonly dir: string;
  /** Bytes that are to stay free on that disk. */
  readonly keepFreeBytes: number;
  /** Points that were sensed longer ago than this go; undefined when age does not matter. */
  readonly maxAgeMs: number | undefined;
}

/** What the log fails at it tells the journal itself; a disk that does not say what is free is left be. */
export function createCare({ clock, files, log }: CareDeps, options: CareOptions): Care {
  const { dir, keepFreeBytes, maxAgeMs } = options;
  let lookedMonoMs = Number.NEGATIVE_INFINITY;
  let looking = false;

  async function tend(): Promise<void> {
    const free = await files.freeBytes(dir);
    const spareBytes = free.ok ? free.value - keepFreeBytes : undefined;
    await log.tend({
      spareBytes,
      tooOld: maxAgeMs === undefined ? undefined : olderThan(maxAgeMs),
    });
  }

  const olderThan = (oldMs: number) => {
    const epochs = log.epochs();
    return (epoch: number, second: number) => ageMs(clock, epochs, { epoch, second }) > oldMs;
  };

  return {
    look() {
      if (looking || clock.monoMs() - lookedMonoMs < limits.careMs) return;
      lookedMonoMs = clock.monoMs();
      looking = true;
      void tend().then(() => {
        looking = false;
      });
    },
  };
}
