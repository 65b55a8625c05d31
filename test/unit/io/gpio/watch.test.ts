// The poll loop, with the real libc and with pipes in the place of lines.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { promisify } from 'node:util';
import type { Failure } from '../../../../src/core/failure.ts';
import type { Edge } from '../../../../src/core/ports/pins.ts';
import { createClock } from '../../../../src/io/clock.ts';
import { chipIdentity } from '../../../../src/io/gpio/chips.ts';
import { createWatch } from '../../../../src/io/gpio/watch.ts';
import { createLibcDoor } from '../../../../src/io/libc.ts';
import { createEdgePipe } from './pipe.ts';

const until = async (predicate: () => boolean) => {
  while (!predicate()) await new Promise((resolve) => setTimeout(resolve, 2));
};

async function createBench(t: TestContext) {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-watch-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const libc = await createLibcDoor().open();
  assert.ok(libc.ok);
  const watch = createWatch(libc.value, createClock());
  const path = join(dir, 'chip');
  writeFileSync(path, '');
  const addLine = () => {
    const pipe = createEdgePipe();
    const edges: Edge[] = [];
    const losses: Failure[] = [];
    const line = {
      fd: pipe.fd,
      path,
      identity: chipIdentity(path),
      edge: (edge: Edge) => edges.push(edge),
      lost: (reason: Failure) => losses.push(reason),
    };
    assert.ok(watch.add(line).ok);
    return { line, pipe, edges, losses };
  };
  return { watch, path, addLine };
}

test('edges of several lines arrive, also of lines added while a poll waits', async (t) => {
  const { watch, addLine } = await createBench(t);
  const first = addLine();
  first.pipe.edge(1, 1000);
  first.pipe.edge(0, 1001);
  await until(() => first.edges.length === 2);
  const second = addLine();
  second.pipe.edge(1, 1002);
  await until(() => second.edges.length === 1);
  assert.deepEqual(first.edges, [
    { level: 1, monoMs: 1000 },
    { level: 0, monoMs: 1001 },
  ]);
  assert.deepEqual(second.edges, [{ level: 1, monoMs: 1002 }]);
  await Promise.all([watch.remove(first.line), watch.remove(second.line)]);
});

test('a removed line is polled no more, at once, and the others are', async (t) => {
  const { watch, addLine } = await createBench(t);
  const [gone, stays] = [addLine(), addLine()];
  await watch.remove(gone.line);
  gone.pipe.close();
  stays.pipe.edge(1, 5);
  await until(() => stays.edges.length === 1);
  assert.deepEqual([gone.edges, gone.losses], [[], []]);
  await watch.remove(stays.line);
  await watch.remove(stays.line);
});

test('a watch that lost its last line takes new ones', async (t) => {
  const { watch, addLine } = await createBench(t);
  for (let i = 0; i < 3; i++) {
    const { line, pipe, edges } = addLine();
    pipe.edge(1, i);
    await until(() => edges.length === 1);
    await watch.remove(line);
    pipe.close();
  }
});

test('a line that hangs up is lost once, after its last edges', async (t) => {
  const { watch, addLine } = await createBench(t);
  const { line, pipe, edges, losses } = addLine();
  pipe.edge(1, 7);
  pipe.hangUp();
  await until(() => losses.length > 0);
  await watch.remove(line);
  assert.deepEqual(edges, [{ level: 1, monoMs: 7 }]);
  assert.deepEqual(
    losses.map((loss) => loss.kind),
    ['closed'],
  );
});

test('a chip whose device is gone, or is another one under the same name, is lost', async (t) => {
  const { path, addLine } = await createBench(t);
  const lines = [addLine(), addLine()];
  writeFileSync(`${path}.new`, '');
  rmSync(path);
  await until(() => lines.every(({ losses }) => losses.length === 1));
});

/** How a process ends that watches a line, and how long that took, in milliseconds. */
async function endWatching(how: string) {
  const script = `
    import { createClock } from './src/io/clock.ts';
    import { createLibcDoor } from './src/io/libc.ts';
    import { createWatch } from './src/io/gpio/watch.ts';
    import { createEdgePipe } from './test/unit/io/gpio/pipe.ts';
    const libc = await createLibcDoor().open();
    const { fd } = createEdgePipe();
    const ignore = () => {};
    createWatch(libc.value, createClock()).add({ fd, path: '/', identity: undefined, edge: ignore, lost: ignore });
    setTimeout(() => { console.log(performance.timeOrigin + performance.now()); ${how} }, 50);`;
  const args = ['--input-type=module-typescript', '-e', script];
  const ran = await promisify(execFile)(process.execPath, args).catch((error) => error);
  return { code: ran.code, ms: performance.timeOrigin + performance.now() - Number(ran.stdout) };
}

test('a process that watches a line exits at once, by exit and by what it did not catch', async () => {
  for (const [how, code] of [
    ['process.exit(3)', 3],
    ['throw new Error("bug")', 1],
  ] as const) {
    // An exit that nothing wakes waits for the poll's second each time; a busy machine, not each time.
    const tries = [];
    do tries.push(await endWatching(how));
    while (tries.length < 5 && !tries.some(({ ms }) => ms < 500));
    assert.equal(tries[0]?.code, code);
    assert.ok(
      tries.some(({ ms }) => ms < 500),
      JSON.stringify(tries),
    );
  }
});
