// An input line: taken with the kernel's debounce or ours, watched, read, given back.

import type { Clock } from '../../core/ports/clock.ts';
import type { Edge, InputEvents, InputLine, InputOptions, Level } from '../../core/ports/pins.ts';
import { err, ok, type Result } from '../../core/result.ts';
import type { Libc } from '../libc.ts';
import { chipIdentity, type FoundLine } from './chips.ts';
import { createDebounce, type Debounce } from './debounce.ts';
import { type HeldLine, requestLine } from './request.ts';
import type { Watch, WatchedLine } from './watch.ts';

export interface InputDeps {
  readonly libc: Libc;
  readonly clock: Clock;
  readonly watch: Watch;
}

/** Failures: those of `requestLine`. */
export function openInput(
  { libc, clock, watch }: InputDeps,
  line: FoundLine,
  options: InputOptions,
  events: InputEvents,
): Result<InputLine> {
  const taken = take(libc, line, options);
  if (!taken.ok) return taken;
  const { held, debounced } = taken.value;
  const level = held.read();
  const initial = level.ok ? level.value : 0;
  const debounce = debounced ? undefined : ourDebounce(clock, initial, options, events);
  const edge = options.edge === 'both' ? changesOnly(initial, events.edge) : events.edge;
  const watched: WatchedLine = {
    fd: held.fd,
    path: line.path,
    identity: chipIdentity(line.path),
    edge: debounce?.edge ?? edge,
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

/** What is said when the kernel or the chip's driver cannot debounce; a chip without interrupts is the third. */
const noDebounceCodes = ['ENOTSUP', 'EINVAL', 'ENXIO'];

/** Takes the line with the kernel's debounce, or, where that is refused, with all edges for ours. */
function take(
  libc: Libc,
  line: FoundLine,
  { activeLow, bias, edge, debounceMs }: InputOptions,
): Result<{ readonly held: HeldLine; readonly debounced: boolean }> {
  const held = requestLine(libc, line, { activeLow, input: { bias, edge, debounceMs } });
  if (held.ok) return ok({ held: held.value, debounced: true });
  if (debounceMs === 0 || !noDebounceCodes.includes(held.failure.code))
    return err(held.failure.failure);
  const input = { bias, edge: edge === 'none' ? edge : ('both' as const), debounceMs: 0 };
  const raw = requestLine(libc, line, { activeLow, input });
  return raw.ok ? ok({ held: raw.value, debounced: false }) : err(raw.failure.failure);
}

function ourDebounce(
  clock: Clock,
  initial: Level,
  { edge: wanted, debounceMs }: InputOptions,
  events: InputEvents,
): Debounce {
  const emit = (edge: Edge) => {
    if (wanted === 'both' || wanted === (edge.level ? 'rising' : 'falling')) events.edge(edge);
  };
  return createDebounce(clock, { debounceMs, initial }, emit);
}

/**
 * Some chips (PL061) latch an edge from before the line was ours and tell of it as soon as it is; and
 * of a pulse too short to be seen, the kernel tells its end twice.
 */
function changesOnly(initial: Level, emit: (edge: Edge) => void): (edge: Edge) => void {
  let level = initial;
  return (edge) => {
    if (edge.level === level) return;
    level = edge.level;
    emit(edge);
  };
}
