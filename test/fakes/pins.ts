// GPIO chips in memory: a test drives the wires, holds lines as somebody else, and unplugs chips.

import { type Failure, failure } from '../../src/core/failure.ts';
import type { Clock, Timer } from '../../src/core/ports/clock.ts';
import type {
  ChipInfo,
  Edge,
  InputEvents,
  InputOptions,
  Level,
  LineRef,
  Pins,
} from '../../src/core/ports/pins.ts';
import { done, err, ok, type Result } from '../../src/core/result.ts';

export interface FakePins extends Pins {
  /** Puts a physical level on a wire. Also works while nobody holds the line. */
  drive(chip: string, offset: number, level: Level): void;
  /** The physical level of a wire, driven or put out. */
  wire(chip: string, offset: number): Level;
  /** Somebody else takes the line, until `undefined` lets go of it. */
  hold(chip: string, offset: number, consumer: string | undefined): void;
  unplug(chip: string): void;
  plug(chip: string): void;
  /** From now on every call fails so; undefined heals. */
  failWith(fault: Failure | undefined): void;
}

export interface FakeChip {
  readonly name: string;
  readonly label: string;
  /** Names of the lines; empty for a line without one. */
  readonly lines: readonly string[];
}

interface Line {
  readonly chip: string;
  readonly offset: number;
  readonly name: string;
  consumer: string;
  level: Level;
  /** Called with the new physical level. */
  changed?: ((level: Level) => void) | undefined;
  lost?: ((reason: Failure) => void) | undefined;
}

interface Chip {
  readonly label: string;
  readonly lines: readonly Line[];
  present: boolean;
}

const ours = 'holdfast';

export function createFakePins(clock: Clock, config: readonly FakeChip[]): FakePins {
  const chips = new Map<string, Chip>(
    config.map(({ name: chip, label, lines }) => [
      chip,
      {
        label,
        present: true,
        lines: lines.map((name, offset) => ({ chip, offset, name, consumer: '', level: 0 })),
      },
    ]),
  );
  let fault: Failure | undefined;

  const present = () => [...chips].filter(([, chip]) => chip.present);
  const lineAt = (chip: string, offset: number): Line => {
    const line = chips.get(chip)?.lines[offset];
    if (!line) throw new Error(`the fake has no line ${offset} on ${chip}`);
    return line;
  };
  const take = (ref: LineRef): Result<Line> => {
    if (fault) return err(fault);
    const line = find(present(), ref);
    if (!line.ok) return line;
    const { chip, offset, consumer } = line.value;
    if (consumer) return err(failure('in-use', `${chip} line ${offset} is held by ${consumer}`));
    line.value.consumer = ours;
    return line;
  };
  const usable = (line: Line): Result<void> =>
    line.consumer === ours && chips.get(line.chip)?.present
      ? done
      : err(failure('closed', `${line.chip} line ${line.offset} was closed`));

  return {
    drive: (chip, offset, level) => {
      const line = lineAt(chip, offset);
      if (line.level === level) return;
      line.level = level;
      line.changed?.(level);
    },
    wire: (chip, offset) => lineAt(chip, offset).level,
    hold: (chip, offset, consumer) => {
      lineAt(chip, offset).consumer = consumer ?? '';
    },
    unplug: (name) => {
      const chip = chips.get(name);
      if (!chip) return;
      chip.present = false;
      for (const line of chip.lines) {
        const { lost } = line;
        free(line);
        lost?.(failure('closed', `the chip of /dev/${name} is gone`));
      }
    },
    plug: (name) => {
      const chip = chips.get(name);
      if (chip) chip.present = true;
    },
    failWith: (next) => {
      fault = next;
    },
    chips: async () => (fault ? err(fault) : ok(present().map(describeChip))),
    input: async (options, events) => {
      const taken = take(options.line);
      if (!taken.ok) return taken;
      const line = taken.value;
      const logical = (level: Level): Level => (options.activeLow === (level === 1) ? 0 : 1);
      const edges = createEdges(clock, { ...options, initial: logical(line.level) }, events);
      line.changed = (level) => edges.change(logical(level));
      line.lost = events.lost;
      return ok({
        read: async () => {
          const open = usable(line);
          return open.ok ? ok(logical(line.level)) : open;
        },
        close: async () => {
          edges.stop();
          if (usable(line).ok) free(line);
        },
      });
    },
    output: async (options) => {
      const taken = take(options.line);
      if (!taken.ok) return taken;
      const line = taken.value;
      const put = (level: Level) => {
        line.level = options.activeLow === (level === 1) ? 0 : 1;
      };
      put(options.initial);
      return ok({
        set: async (level) => {
          const open = usable(line);
          if (open.ok) put(level);
          return open;
        },
        close: async () => {
          if (usable(line).ok) free(line);
        },
      });
    },
  };
}

function free(line: Line): void {
  line.consumer = '';
  line.changed = undefined;
  line.lost = undefined;
}

function find(chips: readonly [string, Chip][], ref: LineRef): Result<Line> {
  const there = chips.map(([name, { label }]) => `${name} (${label})`).join(', ');
  if ('name' in ref) {
    const line = chips.flatMap(([, chip]) => chip.lines).find((l) => l.name === ref.name);
    return line ? ok(line) : err(failure('not-found', `no line is named ${ref.name} on ${there}`));
  }
  const chip = chips.find(([name, { label }]) => [name, label, `/dev/${name}`].includes(ref.chip));
  if (!chip) return err(failure('not-found', `no chip ${ref.chip}; there is ${there}`));
  const [name, { lines }] = chip;
  const line = lines[ref.offset];
  if (line) return ok(line);
  const last = lines.length - 1;
  return err(failure('not-found', `${name} has lines 0 to ${last}, not ${ref.offset}`));
}

const describeChip = ([name, { label, lines }]: [string, Chip]): ChipInfo => ({
  path: `/dev/${name}`,
  name,
  label,
  lines: lines.map(({ chip, offset, name: line, consumer }) => ({
    chip,
    offset,
    name: line,
    consumer,
    used: consumer !== '',
  })),
});

/** The kernel's way from changes of level to events: debounce first, then the edges that are wanted. */
function createEdges(
  clock: Clock,
  options: Pick<InputOptions, 'edge' | 'debounceMs'> & { readonly initial: Level },
  events: InputEvents,
) {
  let level = options.initial;
  let timer: Timer | undefined;
  const emit = (edge: Edge) => {
    if (edge.level === level) return;
    level = edge.level;
    if (options.edge === 'both' || options.edge === (level ? 'rising' : 'falling'))
      events.edge(edge);
  };
  return {
    change: (next: Level) => {
      timer?.cancel();
      if (options.debounceMs === 0) emit({ level: next, monoMs: clock.monoMs() });
      else
        timer = clock.after(options.debounceMs, () => {
          emit({ level: next, monoMs: clock.monoMs() });
        });
    },
    stop: () => timer?.cancel(),
  };
}
