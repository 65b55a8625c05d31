// Health: a store that fails is ill and alive; one that hangs is neither.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHealth } from '../../../../src/agent/buffer/health.ts';
import { failure } from '../../../../src/core/failure.ts';
import { limits } from '../../../../src/core/limits.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createBench } from '../../buffer/bench.ts';

const windowMs = 5_000;
const patienceMs = limits.progressMs + windowMs;

async function createScene() {
  const clock = createFakeClock();
  const log = await createBench().open();
  const sampler = { progressMonoMs: 0, triedMonoMs: 0 };
  return { clock, log, sampler, health: createHealth({ clock, log, sampler }, windowMs) };
}

test('it is well until nothing was committed for the window and limits.progressMs', async () => {
  const { clock, sampler, health } = await createScene();
  await clock.advance(patienceMs);
  assert.equal(health.healthy(), true);
  await clock.advance(1);
  assert.equal(health.healthy(), 'the store has taken nothing for 35 s');
  assert.equal(health.answering(), false);
  sampler.progressMonoMs = clock.monoMs();
  assert.equal(health.healthy(), true);
});

test('a store that answers with failures is ill, says why, and is no reason for a restart', async () => {
  const { clock, log, sampler } = await createScene();
  const stats = () => ({ ...log.stats(), failure: failure('disk-full', 'no space left') });
  const health = createHealth({ clock, log: { stats }, sampler }, windowMs);
  await clock.advance(patienceMs + 1);
  sampler.triedMonoMs = clock.monoMs();
  assert.match(String(health.healthy()), /35 s \(disk-full: no space left\)$/);
  assert.equal(health.answering(), true);
});
