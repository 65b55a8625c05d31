// Pins: GPIO lines through the kernel's character device, the same on every board and kernel since 5.10.

import type { Clock } from '../../core/ports/clock.ts';
import type { LineRef, Pins } from '../../core/ports/pins.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Libc, LibcDoor } from '../libc.ts';
import { type FoundLine, findLine, listChips } from './chips.ts';
import { openInput } from './input.ts';
import { requestLine } from './request.ts';
import { createWatch, type Watch } from './watch.ts';

export interface PinsDeps {
  readonly libc: LibcDoor;
  readonly clock: Clock;
}

/** Nothing is loaded and no device is opened before the first call. */
export function createPins({ libc: door, clock }: PinsDeps): Pins {
  let watch: Watch | undefined;
  const locate = async (ref: LineRef): Promise<Result<{ libc: Libc; line: FoundLine }>> => {
    const libc = await door.open();
    if (!libc.ok) return libc;
    const chips = listChips(libc.value);
    if (!chips.ok) return chips;
    const line = findLine(chips.value, ref);
    return line.ok ? ok({ libc: libc.value, line: line.value }) : line;
  };

  return {
    chips: async () => {
      const libc = await door.open();
      return libc.ok ? listChips(libc.value) : libc;
    },
    input: async (options, events) => {
      const located = await locate(options.line);
      if (!located.ok) return located;
      const { libc, line } = located.value;
      watch ??= createWatch(libc, clock);
      return openInput({ libc, clock, watch }, line, options, events);
    },
    output: async ({ line: ref, activeLow, initial }) => {
      const located = await locate(ref);
      if (!located.ok) return located;
      const { libc, line } = located.value;
      const held = requestLine(libc, line, { activeLow, output: { initial } });
      if (!held.ok) return err(held.failure.failure);
      return ok({
        set: async (level) => held.value.set(level),
        close: async () => held.value.release(),
      });
    },
  };
}
