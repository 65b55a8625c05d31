// Pins: GPIO lines through the kernel's character device, the same on every board and kernel since 5.10.

import type { Clock } from '../core/ports/clock.ts';
import type {
  Edge,
  InputEvents,
  InputLine,
  InputOptions,
  LineRef,
  Pins,
} from '../core/ports/pins.ts';
import { err, ok, type Result } from '../core/result.ts';
import { chipIdentity, type FoundLine, findLine, listChips } from './gpio/chips.ts';
import { createDebounce, type Debounce } from './gpio/debounce.ts';
import { type HeldLine, requestLine } from './gpio/request.ts';
import { createWatch, type Watch, type WatchedLine } from './gpio/watch.ts';
import type { Libc, LibcDoor } from './libc.ts';

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
      const taken = takeInput(libc, line, options);
      if (!taken.ok) return taken;
      watch ??= createWatch(libc, clock);
      return watchInput({ ...taken.value, line, watch, clock }, options, events);
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

/** What the kernel says when it, or the chip's driver, cannot debounce. */
const noDebounceCodes = ['ENOTSUP', 'EOPNOTSUPP', 'EINVAL'];

/** Takes the line with the kernel's debounce, or, where it refuses, with all edges for ours. */
function takeInput(
  libc: Libc,
  line: FoundLine,
  { activeLow, bias, edge, debounceMs }: InputOptions,
): Result<{ readonly held: HeldLine; readonly debounced: boolean }> {
  const input = { bias, edge, debounceMs };
  const held = requestLine(libc, line, { activeLow, input });
  if (held.ok) return ok({ held: held.value, debounced: true });
  if (debounceMs === 0 || !noDebounceCodes.includes(held.failure.code))
    return err(held.failure.failure);
  const bare = { ...input, debounceMs: 0, edge: edge === 'none' ? edge : ('both' as const) };
  const raw = requestLine(libc, line, { activeLow, input: bare });
  return raw.ok ? ok({ held: raw.value, debounced: false }) : err(raw.failure.failure);
}

interface TakenInput {
  readonly held: HeldLine;
  readonly debounced: boolean;
  readonly line: FoundLine;
  readonly watch: Watch;
  readonly clock: Clock;
}

function watchInput(
  taken: TakenInput,
  options: InputOptions,
  events: InputEvents,
): Result<InputLine> {
  const { held, line, watch } = taken;
  const debounce = taken.debounced ? undefined : ourDebounce(taken, options, events);
  const watched: WatchedLine = {
    fd: held.fd,
    path: line.path,
    identity: chipIdentity(line.path),
    edge: debounce ? debounce.edge : events.edge,
    lost: events.lost,
  };
  const added = watch.add(watched);
  if (!added.ok) {
    held.release();
    return added;
  }
  return ok({
    read: async () => held.read(),
    close: async () => {
      debounce?.stop();
      await watch.remove(watched);
      held.release();
    },
  });
}

function ourDebounce(
  { held, clock }: TakenInput,
  { edge: wanted, debounceMs }: InputOptions,
  events: InputEvents,
): Debounce {
  const level = held.read();
  const emit = (edge: Edge) => {
    if (wanted === 'both' || wanted === (edge.level ? 'rising' : 'falling')) events.edge(edge);
  };
  return createDebounce(clock, { debounceMs, initial: level.ok ? level.value : 0 }, emit);
}
