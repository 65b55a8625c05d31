// Debounce by waiting, for kernels that refuse to do it.

import type { Clock, Timer } from '../../core/ports/clock.ts';
import type { Edge, Level } from '../../core/ports/pins.ts';

export interface Debounce {
  /** Takes every edge of the line, both rising and falling. */
  edge(edge: Edge): void;
  stop(): void;
}

/**
 * Emits an edge once the line has kept still for `debounceMs` at a level other than the one before,
 * with the moment at which it came to rest.
 */
export function createDebounce(
  clock: Clock,
  options: { readonly debounceMs: number; readonly initial: Level },
  emit: (edge: Edge) => void,
): Debounce {
  let level = options.initial;
  let timer: Timer | undefined;
  return {
    edge: (edge) => {
      timer?.cancel();
      timer = clock.after(options.debounceMs, () => {
        if (edge.level === level) return;
        level = edge.level;
        emit(edge);
      });
    },
    stop: () => timer?.cancel(),
  };
}
