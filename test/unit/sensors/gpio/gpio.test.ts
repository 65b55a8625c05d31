// What a gpio source makes of levels, edges, outputs, and of lines that are not to be had.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../src/core/failure.ts';
import { chip, createBench } from './bench.ts';

test('a level input is read when it is taken and then by the schedule', async () => {
  const bench = createBench({ every: '10s', channels: { mains: { line: 'GPIO0' } } });
  bench.pins.drive(chip, 0, 1);
  bench.source.start();
  await bench.clock.advance(5_000);
  assert.ok(bench.values('mains').every((value) => value === true));
  const before = bench.readings.length;
  bench.pins.drive(chip, 0, 0);
  await bench.clock.advance(20_000);
  assert.deepEqual(bench.values('mains').slice(before), [false, false]);
  assert.deepEqual(
    bench.readings.slice(before).map((reading) => reading.monoMs),
    [10_000, 20_000],
  );
  await bench.source.stop();
});

test('an edge input tells its level at the start and then each edge, at the moment of the edge', async () => {
  const bench = createBench({
    every: '1s',
    channels: { door: { line: 'GPIO1', edge: 'both', activeLow: true } },
  });
  bench.source.start();
  await bench.clock.advance(2_500);
  assert.deepEqual(bench.values('door'), [true]);
  bench.pins.drive(chip, 1, 1);
  await bench.clock.advance(2_500);
  bench.pins.drive(chip, 1, 0);
  assert.deepEqual(bench.values('door'), [true, false, true]);
  assert.deepEqual(
    bench.readings.slice(1).map((reading) => reading.monoMs),
    [2_500, 5_000],
  );
  await bench.source.stop();
});

test('debounce and the wanted edge reach the line', async () => {
  const bench = createBench({
    channels: { button: { line: 'GPIO1', edge: 'rising', debounce: '20ms', format: 'integer' } },
  });
  bench.source.start();
  await bench.clock.advance(0);
  for (const level of [1, 0, 1, 0, 1] as const) {
    bench.pins.drive(chip, 1, level);
    await bench.clock.advance(5);
  }
  await bench.clock.advance(100);
  bench.pins.drive(chip, 1, 0);
  await bench.clock.advance(100);
  assert.deepEqual(bench.values('button'), [0, 1]);
  await bench.source.stop();
});

test('a line that somebody holds is waited for, says who it is, and silences no other line', async () => {
  const bench = createBench({
    channels: { door: { line: 'GPIO1', edge: 'both' }, mains: { line: 'GPIO0', edge: 'both' } },
  });
  bench.pins.hold(chip, 1, 'somebody');
  bench.source.start();
  await bench.clock.advance(1_000);
  assert.equal(bench.source.status().state, 'waiting');
  assert.equal(bench.source.status().detail, 'door: gpiochip0 line 1 is held by somebody');
  assert.deepEqual(bench.values('mains'), [false]);
  bench.pins.hold(chip, 1, undefined);
  await bench.clock.runUntil(() => bench.source.status().state === 'running', { maxMs: 10_000 });
  assert.deepEqual(bench.values('door'), [false]);
  assert.equal(bench.source.status().detail, undefined);
  await bench.source.stop();
});

test('forbidden and missing lines are waited for just so', async () => {
  const bench = createBench({ channels: { door: { line: 'GPIO7' } } });
  bench.pins.failWith(failure('forbidden', 'its user must be in the group gpio'));
  bench.source.start();
  await bench.clock.runUntil(() => /group gpio/.test(bench.source.status().detail ?? ''));
  bench.pins.failWith(undefined);
  await bench.clock.runUntil(() =>
    /no line is named GPIO7/.test(bench.source.status().detail ?? ''),
  );
  await bench.source.stop();
  assert.equal(bench.source.status().state, 'stopped');
});

test('tries are never further apart than ten seconds', async () => {
  const bench = createBench({ channels: { door: { line: 'GPIO1' } } });
  bench.pins.hold(chip, 1, 'somebody');
  bench.source.start();
  await bench.clock.advance(3_600_000);
  bench.pins.hold(chip, 1, undefined);
  await bench.clock.runUntil(() => bench.source.status().state === 'running', { maxMs: 10_000 });
  await bench.source.stop();
});

test('a chip that leaves is a state, and its lines tell their levels when it is back', async () => {
  const bench = createBench({
    every: '1h',
    channels: { door: { line: 'GPIO1', edge: 'both' }, mains: { line: 'GPIO0' } },
  });
  bench.source.start();
  await bench.clock.advance(1_000);
  const before = bench.readings.length;
  bench.pins.unplug(chip);
  await bench.clock.advance(1_000);
  assert.equal(bench.source.status().state, 'waiting');
  bench.pins.drive(chip, 1, 1);
  bench.pins.plug(chip);
  await bench.clock.runUntil(() => bench.readings.length === before + 2, { maxMs: 10_000 });
  assert.deepEqual(bench.values('door').at(-1), true);
  assert.equal(bench.source.status().state, 'running');
  await bench.source.stop();
});

test('an output has its first level at the start, then what it is set to, and a channel may tell it', async () => {
  const bench = createBench({
    channels: { fan: { output: 'relay' } },
    outputs: { relay: { line: 'GPIO2', initial: 1, activeLow: true } },
  });
  bench.pins.drive(chip, 2, 1);
  bench.source.start();
  await bench.clock.advance(0);
  assert.equal(bench.pins.wire(chip, 2), 0);
  assert.ok((await bench.source.set('relay', 0)).ok);
  assert.equal(bench.pins.wire(chip, 2), 1);
  assert.deepEqual(bench.values('fan'), [true, false]);
  await bench.source.stop();
});

test('a command to an output that is not ours fails, and does not act later', async () => {
  const bench = createBench({
    channels: { fan: { output: 'relay' } },
    outputs: { relay: { line: 'GPIO2' } },
  });
  bench.pins.hold(chip, 2, 'somebody');
  bench.source.start();
  await bench.clock.advance(0);
  const refused = await bench.source.set('relay', 1);
  assert.ok(!refused.ok && refused.failure.kind === 'in-use');
  const unknown = await bench.source.set('lamp', 1);
  assert.ok(!unknown.ok && unknown.failure.kind === 'not-found');
  bench.pins.hold(chip, 2, undefined);
  await bench.clock.runUntil(() => bench.source.status().state === 'running', { maxMs: 10_000 });
  assert.equal(bench.pins.wire(chip, 2), 0);
  await bench.source.stop();
});

test('an output whose chip left has, when it is back, the level it was last set to', async () => {
  const bench = createBench({
    channels: { fan: { output: 'relay' } },
    outputs: { relay: { line: 'GPIO2' } },
  });
  bench.source.start();
  await bench.clock.advance(0);
  assert.ok((await bench.source.set('relay', 1)).ok);
  bench.pins.unplug(chip);
  assert.ok(!(await bench.source.set('relay', 0)).ok);
  bench.pins.drive(chip, 2, 0);
  bench.pins.plug(chip);
  await bench.clock.runUntil(() => bench.source.status().state === 'running', { maxMs: 20_000 });
  assert.equal(bench.pins.wire(chip, 2), 1);
  await bench.source.stop();
});

test('after stop the lines are free, no timer waits and nothing is pushed', async () => {
  const bench = createBench({
    channels: {
      door: { line: 'GPIO1', edge: 'both' },
      mains: { line: 'GPIO0' },
      fan: { output: 'relay' },
    },
    outputs: { relay: { line: 'GPIO2' } },
  });
  bench.source.start();
  bench.source.start();
  await bench.clock.advance(1_500);
  await bench.source.stop();
  await bench.source.stop();
  const before = bench.readings.length;
  bench.pins.drive(chip, 1, 1);
  await bench.clock.advance(10_000);
  assert.equal(bench.readings.length, before);
  assert.equal(bench.clock.waiting, 0);
  const chips = await bench.pins.chips();
  assert.ok(chips.ok && chips.value.every((c) => c.lines.every((line) => !line.used)));
  assert.equal(bench.changes.at(-1)?.state, 'stopped');
});

test('a source that is stopped while it takes its lines leaves none behind', async () => {
  const bench = createBench({ channels: { door: { line: 'GPIO1', edge: 'both' } } });
  bench.source.start();
  await bench.source.stop();
  const before = bench.readings.length;
  bench.pins.drive(chip, 1, 1);
  await bench.clock.advance(10_000);
  const chips = await bench.pins.chips();
  assert.ok(chips.ok && chips.value.every((c) => c.lines.every((line) => !line.used)));
  assert.equal(bench.readings.length, before);
});
