// Two hundred worlds, the same each time; where HOLDFAST_SIM_SEEDS_FROM is set, eight hundred of that day.

import assert from 'node:assert/strict';
import process from 'node:process';
import { test } from 'node:test';
import { report } from './report.ts';
import { type Outcome, run } from './run.ts';
import { fates } from './world/fates.ts';
import { weathers } from './world/network.ts';

/** Plays the worlds, at most to the third that is broken, and counts what happened in them. */
async function play(from: number, count: number): Promise<ReadonlyMap<string, number>> {
  const broken: Outcome[] = [];
  const happened = new Map<string, number>();
  for (let seed = from; seed < from + count && broken.length < 3; seed += 1) {
    const outcome = await run(seed);
    if (outcome.broken !== undefined) broken.push(outcome);
    for (const [event, times] of outcome.events) {
      happened.set(event, (happened.get(event) ?? 0) + times);
    }
  }
  assert.ok(broken.length === 0, broken.map(report).join('\n\n'));
  return happened;
}

test('in two hundred worlds no law is broken, and everything has happened', async () => {
  const happened = await play(1, 200);
  const due = [
    ...Object.keys(fates).map((fate) => `fate ${fate}`),
    ...weathers.map((weather) => `network ${weather}`),
    ...['lost-request', 'lost-answer', 'answer delayed', 'request held', 'http error'].map(
      (fault) => `network ${fault}`,
    ),
    ...['online', 'offline', 'failing', 'unauthorised'].map((state) => `agent uplink ${state}`),
    'agent store failed',
    'agent store reopened',
    'agent does not start',
    'agent frame bad',
    'agent source waiting',
    'platform platform commit failed',
  ];
  assert.deepEqual(
    due.filter((event) => !happened.has(event)),
    [],
  );
});

const day = process.env.HOLDFAST_SIM_SEEDS_FROM;

test('in the worlds of the day no law is broken', {
  skip: day === undefined && 'only where HOLDFAST_SIM_SEEDS_FROM names a day',
}, async () => {
  await play(Number(day) * 1000, 800);
});

test('a seed tells the same story each time, and another seed another', async () => {
  const [once, again, other] = [await run(7), await run(7), await run(8)];
  assert.deepEqual(once.story, again.story);
  assert.notDeepEqual(once.story, other.story);
});
