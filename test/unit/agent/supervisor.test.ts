// The supervisor: only assertions at the start, and only in a row, lead to safe mode.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSupervisor } from '../../../src/agent/supervisor.ts';
import { limits } from '../../../src/core/limits.ts';
import { createFakeClock } from '../../fakes/clock.ts';
import { createFakeFiles } from '../../fakes/files.ts';

const path = '/state/crashes.json';

function createMachine() {
  const deps = { files: createFakeFiles(['/state']), clock: createFakeClock() };
  return { ...deps, start: () => createSupervisor(deps, path) };
}

test('three assertions in a row, each soon after its start, bring up safe mode', async () => {
  const machine = createMachine();
  for (let n = 0; n < 3; n += 1) {
    const supervisor = await machine.start();
    assert.equal(supervisor.mode, 'normal', `start ${n + 1}`);
    await supervisor.crashed('a broken invariant');
  }
  assert.equal((await machine.start()).mode, 'safe');
});

test('a start that leaves no mark was killed, and does not count', async () => {
  const machine = createMachine();
  for (let n = 0; n < 2; n += 1) await (await machine.start()).crashed('broken');
  for (let n = 0; n < 5; n += 1) assert.equal((await machine.start()).mode, 'normal');
});

test('an assertion after a long life begins a new count', async () => {
  const machine = createMachine();
  for (let n = 0; n < 2; n += 1) await (await machine.start()).crashed('broken');
  const old = await machine.start();
  await machine.clock.advance(limits.crashEarlyMs);
  await old.crashed('broken');
  for (let n = 0; n < 2; n += 1) {
    const supervisor = await machine.start();
    assert.equal(supervisor.mode, 'normal');
    await supervisor.crashed('broken');
  }
  assert.equal((await machine.start()).mode, 'normal');
});

test('who proved itself is forgiven, and a file of nonsense is no mark', async () => {
  const machine = createMachine();
  for (let n = 0; n < 3; n += 1) await (await machine.start()).crashed('broken');
  const safe = await machine.start();
  await safe.settled();
  assert.equal((await machine.start()).mode, 'normal');
  await machine.files.writeAtomic(path, new TextEncoder().encode('{nonsense'), 0o600);
  assert.equal((await machine.start()).mode, 'normal');
});
