// The buffer against a plain array: random appends, settles, crashes, reopens and failed commits.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Log } from '../../src/buffer/log.ts';
import type { Settlement } from '../../src/core/batch.ts';
import type { Ledger } from '../../src/core/ledger.ts';
import type { Column } from '../../src/core/point.ts';
import {
  assertSound,
  type Bench,
  createBench,
  everything,
  kindOf,
  peekAll,
  value,
} from '../unit/buffer/bench.ts';

interface ModelPoint {
  readonly seq: number;
  readonly name: string;
  outcome: 'pending' | 'moved' | 'delivered' | 'rejected' | 'thinned' | 'evicted';
}

/** What must be true: every point that was acknowledged, and what became of it. */
interface Model {
  points: ModelPoint[];
  /** A second for each channel, so that every point has a name of its own. */
  clock: number;
  thinned: number;
  evicted: number;
}

interface Real extends Bench {
  log: Log;
}

const channels = ['a', 'b', 'c'];
const epochs = [1, 2];

const nameOf = (channel: string, second: number, epoch: number) => `${channel}@${second}#${epoch}`;

const pending = (model: Model) => model.points.filter(({ outcome }) => outcome === 'pending');

function ledgerOf(model: Model): Ledger {
  const count = (outcome: ModelPoint['outcome']) =>
    model.points.filter((point) => point.outcome === outcome).length;
  const thinned = count('thinned') + model.thinned;
  const evicted = count('evicted') + model.evicted;
  return {
    sensed: model.points.length + model.thinned + model.evicted,
    delivered: count('delivered'),
    rejected: count('rejected'),
    thinned,
    evicted,
    pending: count('pending'),
  };
}

/** After every step: the equation, a recount, every pending point in order, and the marks. */
async function check(model: Model, { log }: Real): Promise<void> {
  await assertSound(log);
  assert.deepEqual(log.ledger(), ledgerOf(model));
  const { runs } = await peekAll(log);
  const found = runs.flatMap(({ channel, epoch, firstSeq, seconds }) =>
    seconds.map((second, i) => ({ seq: firstSeq + i, name: nameOf(channel, second, epoch) })),
  );
  assert.deepEqual(
    found,
    pending(model).map(({ seq, name }) => ({ seq, name })),
  );
  assert.equal(log.stats().points, found.length);
  for (const channel of channels) {
    const stored = model.points.filter(({ name }) => name.startsWith(`${channel}@`));
    const last = Math.max(...stored.map(({ name }) => Number(/@(\d+)/.exec(name)?.[1])));
    assert.equal(log.mark(channel), stored.length > 0 ? last : undefined);
  }
}

type Command = fc.AsyncCommand<Model, Real>;

const command = (name: string, run: (model: Model, real: Real) => Promise<void>): Command => ({
  check: () => true,
  toString: () => name,
  async run(model, real) {
    await run(model, real);
    await check(model, real);
  },
});

/** Columns of these lengths for the channels; every point is of a new second. */
function newColumns(model: Model, counts: readonly number[]): Column[] {
  return counts.map((count, i) => {
    const seconds = Array.from({ length: count }, () => model.clock++);
    return { channel: channels[i] as string, seconds, values: seconds.map((s) => s / 100) };
  });
}

function acknowledge(model: Model, columns: readonly Column[], epoch: number): void {
  let seq = model.points.length;
  for (const { channel, seconds } of columns)
    for (const second of seconds)
      model.points.push({ seq: seq++, name: nameOf(channel, second, epoch), outcome: 'pending' });
}

const counts = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: channels.length });
const epoch = fc.constantFrom(...epochs);
const few = fc.integer({ min: 0, max: 2 });

const append = fc.tuple(counts, epoch, few, few).map(([lengths, under, collisions, evicted]) =>
  command(`append(${lengths}; epoch ${under})`, async (model, { log }) => {
    const columns = newColumns(model, lengths);
    value(await log.append(columns, { epoch: under, collisions, evicted }));
    acknowledge(model, columns, under);
    model.thinned += collisions;
    model.evicted += evicted;
  }),
);

/** The caller of a failed append keeps its points and appends them again, with newer ones. */
const failedAppend = fc
  .tuple(counts, counts, epoch, fc.boolean(), few)
  .map(([lengths, later, under, landed, opens]) =>
    command(`failed append(${lengths}; landed ${landed})`, async (model, { disk, log }) => {
      const kept = newColumns(model, [1, ...lengths].slice(0, 3));
      disk.failCommits({ landed });
      assert.equal(kindOf(await log.append(kept, { epoch: under })), 'store');
      assert.deepEqual(log.ledger(), ledgerOf(model));
      disk.failOpens({ times: opens });
      const columns = [...kept, ...newColumns(model, later)];
      for (let i = 0; i < opens; i++)
        assert.equal(kindOf(await log.append(columns, { epoch: under })), 'store');
      value(await log.append(columns, { epoch: under }));
      acknowledge(model, columns, under);
    }),
  );

const outcomes = ['delivered', 'rejected', 'thinned'] as const;
/** Shares of the log, so that parts of any place and size are named, settled ones among them. */
const part = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(60), fc.nat(2));

function settlements(model: Model, parts: readonly (readonly [number, number, number])[]) {
  return parts.map(
    ([place, count, outcome]): Settlement => ({
      firstSeq: Math.floor(place * model.points.length),
      count: count + 1,
      outcome: outcomes[outcome] as Settlement['outcome'],
    }),
  );
}

/** Of two verdicts on one point the one whose stretch starts first counts. */
function judge(model: Model, settled: readonly Settlement[]): void {
  for (const { firstSeq, count, outcome } of settled.toSorted((a, b) => a.firstSeq - b.firstSeq))
    for (const point of model.points.slice(firstSeq, firstSeq + count))
      if (point.outcome === 'pending') point.outcome = outcome;
}

const settle = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) =>
  command(`settle(${parts.length} parts)`, async (model, { log }) => {
    const settled = settlements(model, parts);
    value(await log.settle(settled));
    judge(model, settled);
  }),
);

const failedSettle = fc
  .tuple(fc.array(part, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([parts, landed]) =>
    command(`failed settle(landed ${landed})`, async (model, { disk, log }) => {
      const settled = settlements(model, parts);
      const before = pending(model).length;
      judge(model, settled);
      // A settle that changes nothing commits nothing, and so cannot fail.
      if (pending(model).length === before) return;
      disk.failCommits({ landed });
      assert.equal(kindOf(await log.settle(settled)), 'store');
      value(await log.settle(settled));
    }),
  );

const drain = fc.integer({ min: 1, max: 100 }).map((points) =>
  command(`drain(${points})`, async (model, { log }) => {
    const { runs } = await peekAll(log, { ...everything, points });
    const settled = runs.map(({ firstSeq, seconds }): Settlement => {
      return { firstSeq, count: seconds.length, outcome: 'delivered' };
    });
    value(await log.settle(settled));
    judge(model, settled);
  }),
);

const peekPart = fc
  .tuple(fc.integer({ min: 1, max: 50 }), epoch, fc.nat(200))
  .map(([points, skipped, fromSeq]) =>
    command(`peek(${points} from ${fromSeq} but epoch ${skipped})`, async (model, { log }) => {
      const skip = (id: number) => id === skipped;
      const skipChannel = (channel: string) => channel === 'b';
      const options = { points, bytes: 1e9, skip, skipChannel, fromSeq };
      const batch = await peekAll(log, options);
      const seqs = batch.runs.flatMap(({ firstSeq, seconds }) =>
        seconds.map((_, i) => firstSeq + i),
      );
      const wanted = pending(model).filter(
        ({ seq, name }) =>
          seq >= fromSeq && !name.endsWith(`#${skipped}`) && !name.startsWith('b@'),
      );
      assert.ok(batch.points <= points);
      assert.ok(batch.points > 0 || wanted.length === 0);
      assert.deepEqual(
        seqs,
        wanted.slice(0, seqs.length).map(({ seq }) => seq),
      );
    }),
  );

const crash = fc.constant(
  command('crash', async (_, real) => {
    real.disk.crash();
    real.log = await real.open();
  }),
);

const reopen = fc.constant(
  command('reopen', async (_, real) => {
    await real.log.close();
    real.log = await real.open();
  }),
);

test('random lives of the log are those of a plain array', async () => {
  const commands = fc.commands(
    [append, append, failedAppend, settle, settle, failedSettle, drain, peekPart, crash, reopen],
    { maxCommands: 40, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (steps) => {
      await fc.asyncModelRun(async () => {
        const bench = createBench();
        const model: Model = { points: [], clock: 0, thinned: 0, evicted: 0 };
        return { model, real: { ...bench, log: await bench.open() } };
      }, steps);
    }),
    { numRuns: 150 },
  );
});
