// Our own debounce, alone and in the place of a kernel's that refuses.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../src/core/failure.ts';
import type { Edge, InputOptions, Level } from '../../../../src/core/ports/pins.ts';
import { done, err, ok } from '../../../../src/core/result.ts';
import { createDebounce } from '../../../../src/io/gpio/debounce.ts';
import { openInput } from '../../../../src/io/gpio/input.ts';
import type { WatchedLine } from '../../../../src/io/gpio/watch.ts';
import type { Libc } from '../../../../src/io/libc.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

test('an edge counts once the line has kept still, with the moment it came to rest', async () => {
  const clock = createFakeClock();
  const edges: Edge[] = [];
  const debounce = createDebounce(clock, { debounceMs: 20, initial: 0 }, (edge) =>
    edges.push(edge),
  );
  for (const level of [1, 0, 1] as const) {
    debounce.edge({ level, monoMs: clock.monoMs() });
    await clock.advance(10);
  }
  assert.deepEqual(edges, []);
  await clock.advance(10);
  assert.deepEqual(edges, [{ level: 1, monoMs: 20 }]);
});

test('a bounce that ends where it began is no edge, and after stop there is none', async () => {
  const clock = createFakeClock();
  const debounce = createDebounce(clock, { debounceMs: 20, initial: 0 }, () => assert.fail('edge'));
  debounce.edge({ level: 1, monoMs: 0 });
  debounce.edge({ level: 0, monoMs: 1 });
  await clock.advance(100);
  debounce.edge({ level: 1, monoMs: 100 });
  debounce.stop();
  await clock.advance(100);
});

/** A kernel that takes any line, save with the debounce attribute (id 3 in the request's first attribute). */
function stubbornLibc(code: string) {
  const requests: Uint8Array[] = [];
  const lineRequest = 0xc250b407;
  const libc = {
    ioctl: (_fd: number, request: number, argument: Uint8Array) => {
      if (request !== lineRequest) return ok(0);
      requests.push(argument);
      return argument[320] === 3 ? err(code) : ok(0);
    },
  } as unknown as Libc;
  return { libc, requests };
}

const info = { chip: 'gpiochip0', offset: 4, name: '', consumer: '', used: false };
const options: InputOptions = {
  line: { name: 'any' },
  bias: 'as-is',
  activeLow: false,
  debounceMs: 20,
  edge: 'rising',
};

test('where the kernel refuses to debounce, all edges are asked for and the wanted ones told', async () => {
  const clock = createFakeClock();
  const { libc, requests } = stubbornLibc('EINVAL');
  let watched: WatchedLine | undefined;
  const watch = {
    add: (line: WatchedLine) => {
      watched = line;
      return done;
    },
    remove: async () => {},
  };
  const levels: Level[] = [];
  const events = { edge: ({ level }: Edge) => levels.push(level), lost: () => {} };
  const line = { path: '/dev/null', info };
  const opened = openInput({ libc, clock, watch }, line, options, events);
  assert.ok(opened.ok, JSON.stringify(opened));
  assert.equal(requests.length, 2);
  for (const level of [1, 0, 1, 0] as const) {
    watched?.edge({ level, monoMs: clock.monoMs() });
    await clock.advance(30);
  }
  assert.deepEqual(levels, [1, 1]);
});

test('a refusal that debounce did not cause is told as it is', () => {
  const clock = createFakeClock();
  const watch = { add: () => assert.fail('watched'), remove: async () => {} };
  const events = { edge: () => {}, lost: () => {} };
  const line = { path: '/dev/null', info };
  const open = (code: string) =>
    openInput({ libc: stubbornLibc(code).libc, clock, watch }, line, options, events);
  assert.deepEqual(
    open('EPERM'),
    err(failure('forbidden', 'gpiochip0 line 4 refuses these options: EPERM')),
  );
});
