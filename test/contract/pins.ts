// What every implementation of Pins must do. Runs on the fake everywhere, on a real chip in the guest.

import assert from 'node:assert/strict';
import type { Clock } from '../../src/core/ports/clock.ts';
import type {
  Edge,
  InputEvents,
  InputLine,
  InputOptions,
  Level,
  LineRef,
  OutputLine,
  Pins,
} from '../../src/core/ports/pins.ts';
import type { Result } from '../../src/core/result.ts';

/** A chip of 8 lines: 0 and 1 are free inputs whose wires can be driven, 2 is a free output. */
export interface PinsBench {
  readonly pins: Pins;
  readonly clock: Clock;
  readonly chip: { readonly name: string; readonly label: string };
  /** A line that somebody else holds. */
  readonly busy: { readonly offset: number; readonly consumer: string };
  /** A free line that has a name. */
  readonly named: { readonly offset: number; readonly name: string };
  /** Resolves when the level is on the wire. */
  drive(offset: number, level: Level): Promise<void>;
  /** What an output puts on the wire. */
  wire(offset: number): Promise<Level>;
  /** Resolves when the predicate holds, rejects when it does not come true. */
  until(predicate: () => boolean): Promise<void>;
  pass(ms: number): Promise<void>;
  unplug(): Promise<void>;
  plug(): Promise<void>;
}

export const unwrap = <T>(result: Result<T>): T => {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
};

const fails = (result: Result<unknown>, kind: string, detail: RegExp): void => {
  assert.ok(!result.ok, 'it went well');
  assert.equal(result.failure.kind, kind, result.failure.detail);
  assert.match(result.failure.detail, detail);
};

/** An input whose edges are collected; both edges, no bias and no debounce unless `options` says so. */
async function listen(bench: PinsBench, options: Partial<InputOptions> & { offset: number }) {
  const edges: Edge[] = [];
  const losses: string[] = [];
  const events: InputEvents = {
    edge: (edge) => edges.push(edge),
    lost: (reason) => losses.push(reason.kind),
  };
  const line = { chip: bench.chip.name, offset: options.offset };
  const asked = { line, bias: 'as-is', activeLow: false, debounceMs: 0, edge: 'both' } as const;
  const input = unwrap(await bench.pins.input({ ...asked, ...options }, events));
  return { input, edges, losses, levels: () => edges.map((edge) => edge.level) };
}

const silent: InputEvents = { edge: () => {}, lost: () => {} };

const ask = (bench: PinsBench, line: LineRef) =>
  bench.pins.input({ line, bias: 'as-is', activeLow: false, debounceMs: 0, edge: 'none' }, silent);

const closeAll = async (...lines: (InputLine | OutputLine)[]) => {
  for (const line of lines) await line.close();
};

async function readsLevels(bench: PinsBench) {
  await bench.drive(0, 1);
  const { input } = await listen(bench, { offset: 0, edge: 'none' });
  assert.equal(unwrap(await input.read()), 1);
  await bench.drive(0, 0);
  assert.equal(unwrap(await input.read()), 0);
  await input.close();
}

async function appliesActiveLow(bench: PinsBench) {
  await bench.drive(0, 0);
  const { input, levels } = await listen(bench, { offset: 0, activeLow: true });
  assert.equal(unwrap(await input.read()), 1);
  await bench.drive(0, 1);
  await bench.drive(0, 0);
  await bench.until(() => levels().length === 2);
  assert.deepEqual(levels(), [0, 1]);
  await input.close();
}

async function tellsOfEdges(bench: PinsBench) {
  await bench.drive(0, 0);
  const { input, edges, levels } = await listen(bench, { offset: 0 });
  const startMonoMs = bench.clock.monoMs();
  for (const level of [1, 0, 1, 0] as const) await bench.drive(0, level);
  await bench.until(() => edges.length === 4);
  assert.deepEqual(levels(), [1, 0, 1, 0]);
  const moments = [startMonoMs, ...edges.map((edge) => edge.monoMs), bench.clock.monoMs()];
  assert.deepEqual(
    moments,
    moments.toSorted((a, b) => a - b),
  );
  await input.close();
}

async function tellsOfWantedEdgesOnly(bench: PinsBench) {
  for (const [edge, wanted] of [
    ['rising', [1, 1]],
    ['falling', [0, 0]],
  ] as const) {
    await bench.drive(0, 0);
    const { input, levels } = await listen(bench, { offset: 0, edge });
    for (const level of [1, 0, 1, 0] as const) await bench.drive(0, level);
    await bench.until(() => levels().length === 2);
    await bench.pass(50);
    assert.deepEqual(levels(), wanted);
    await input.close();
  }
}

async function debounces(bench: PinsBench) {
  await bench.drive(0, 0);
  const { input, levels } = await listen(bench, { offset: 0, debounceMs: 1000 });
  for (const level of [1, 0, 1, 0, 1] as const) await bench.drive(0, level);
  await bench.until(() => levels().length > 0);
  await bench.pass(1200);
  assert.deepEqual(levels(), [1]);
  await input.close();
}

async function keepsLinesApart(bench: PinsBench) {
  await bench.drive(0, 0);
  await bench.drive(1, 0);
  const first = await listen(bench, { offset: 0 });
  const second = await listen(bench, { offset: 1 });
  await bench.drive(1, 1);
  await bench.drive(0, 1);
  await bench.until(() => first.edges.length === 1 && second.edges.length === 1);
  await first.input.close();
  await bench.drive(0, 0);
  await bench.drive(1, 0);
  await bench.until(() => second.edges.length === 2);
  assert.deepEqual(first.levels(), [1]);
  await second.input.close();
}

async function closesForGood(bench: PinsBench) {
  const { input } = await listen(bench, { offset: 0 });
  await closeAll(input, input);
  fails(await input.read(), 'closed', /closed/);
  await closeAll(unwrap(await ask(bench, { chip: bench.chip.name, offset: 0 })));
}

async function findsLines(bench: PinsBench) {
  const { name, label } = bench.chip;
  const { offset } = bench.named;
  const refs = [name, `/dev/${name}`, label].map((chip) => ({ chip, offset }));
  for (const ref of [{ name: bench.named.name }, ...refs])
    await closeAll(unwrap(await ask(bench, ref)));
}

async function namesWhatIsMissing(bench: PinsBench) {
  const { name } = bench.chip;
  fails(await ask(bench, { chip: name, offset: 8 }), 'not-found', /lines 0 to 7, not 8/);
  fails(
    await ask(bench, { chip: 'gpiochip99', offset: 0 }),
    'not-found',
    RegExp(`there is ${name}`),
  );
  fails(await ask(bench, { name: 'NONE' }), 'not-found', RegExp(`named NONE on ${name}`));
}

async function namesWhoHolds(bench: PinsBench) {
  const { name } = bench.chip;
  const { offset, consumer } = bench.busy;
  fails(await ask(bench, { chip: name, offset }), 'in-use', RegExp(`held by ${consumer}`));
  const { input } = await listen(bench, { offset: 0 });
  fails(await ask(bench, { chip: name, offset: 0 }), 'in-use', /held by holdfast/);
  await input.close();
}

async function listsChips(bench: PinsBench) {
  const { input } = await listen(bench, { offset: 2 });
  const chip = unwrap(await bench.pins.chips()).find((c) => c.name === bench.chip.name);
  assert.ok(chip);
  assert.equal(chip.label, bench.chip.label);
  assert.equal(chip.path, `/dev/${chip.name}`);
  assert.deepEqual(
    chip.lines.map((line) => line.offset),
    [0, 1, 2, 3, 4, 5, 6, 7],
  );
  assert.equal(chip.lines[bench.named.offset]?.name, bench.named.name);
  assert.deepEqual(
    [bench.busy.offset, 2, 0].map((i) => [chip.lines[i]?.used, chip.lines[i]?.consumer]),
    [
      [true, bench.busy.consumer],
      [true, 'holdfast'],
      [false, ''],
    ],
  );
  await input.close();
}

async function putsOut(bench: PinsBench) {
  for (const activeLow of [false, true]) {
    const on: Level = activeLow ? 0 : 1;
    const off: Level = activeLow ? 1 : 0;
    const line = { chip: bench.chip.name, offset: 2 };
    const output = unwrap(await bench.pins.output({ line, activeLow, initial: 1 }));
    assert.equal(await bench.wire(2), on);
    unwrap(await output.set(0));
    assert.equal(await bench.wire(2), off);
    unwrap(await output.set(1));
    assert.equal(await bench.wire(2), on);
    await closeAll(output, output);
    fails(await output.set(0), 'closed', /closed/);
  }
}

async function tellsOfTheLoss(bench: PinsBench) {
  const edges = await listen(bench, { offset: 0 });
  const level = await listen(bench, { offset: 1, edge: 'none' });
  await bench.unplug();
  await bench.until(() => edges.losses.length > 0 && level.losses.length > 0);
  await bench.pass(50);
  assert.deepEqual([...edges.losses, ...level.losses], ['closed', 'closed']);
  assert.ok(!(await level.input.read()).ok);
  await closeAll(edges.input, level.input);
  assert.ok(!(await ask(bench, { chip: bench.chip.name, offset: 0 })).ok);
  await bench.plug();
  await readsLevels(bench);
}

/** By their names, which are sentences; each leaves the bench as it found it. */
export const pinsCases: Readonly<Record<string, (bench: PinsBench) => Promise<void>>> = {
  'a level input reads what is on the wire': readsLevels,
  'an active-low line reads and reports the other way round': appliesActiveLow,
  'edges come in order, with moments of the monotonic clock': tellsOfEdges,
  'only the wanted edges are told of': tellsOfWantedEdgesOnly,
  'a bouncing contact is one edge': debounces,
  'lines that are watched together have each their own edges': keepsLinesApart,
  'a closed line says so, and can be taken again': closesForGood,
  'a line is found by its name, and by chip name, path or label': findsLines,
  'a missing line, chip or name is named, with what there is': namesWhatIsMissing,
  'a busy line names who holds it, ourselves too': namesWhoHolds,
  'the chips are listed with their lines and who holds them': listsChips,
  'an output puts its first level and each later one on the wire': putsOut,
  'a chip that leaves is told of once for each input, and may come back': tellsOfTheLoss,
};
