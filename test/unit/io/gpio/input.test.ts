// Inputs on kernels and chips that do not do as they should.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from '../../../../src/core/failure.ts';
import type { Edge, InputOptions, Level } from '../../../../src/core/ports/pins.ts';
import { done, err, ok } from '../../../../src/core/result.ts';
import { openInput } from '../../../../src/io/gpio/input.ts';
import type { WatchedLine } from '../../../../src/io/gpio/watch.ts';
import type { Libc } from '../../../../src/io/libc.ts';
import { createFakeClock } from '../../../fakes/clock.ts';

/** A kernel whose lines are low, and that refuses the debounce attribute (id 3, first in the request) so. */
function stubbornLibc(code: string) {
  const requests: Uint8Array[] = [];
  const lineRequest = 0xc250b407;
  const libc = {
    ioctl: (_fd: number, request: number, argument: Uint8Array) => {
      if (request !== lineRequest) {
        argument[0] = 0;
        return ok(0);
      }
      requests.push(argument);
      return argument[320] === 3 ? err(code) : ok(0);
    },
  } as unknown as Libc;
  return { libc, requests };
}

const info = { chip: 'gpiochip0', offset: 4, name: '', consumer: '', used: false };
const line = { path: '/dev/null', info };

/** An input on this kernel; `edge` plays what the kernel would tell of it. */
function open(code: string, options: Pick<InputOptions, 'debounceMs' | 'edge'>) {
  const clock = createFakeClock();
  const { libc, requests } = stubbornLibc(code);
  const levels: Level[] = [];
  let watched: WatchedLine | undefined;
  const watch = {
    add: (added: WatchedLine) => {
      watched = added;
      return done;
    },
    remove: async () => {},
  };
  const opened = openInput(
    { libc, clock, watch },
    line,
    { line: { name: 'any' }, bias: 'as-is', activeLow: false, ...options },
    { edge: ({ level }: Edge) => levels.push(level), lost: () => {} },
  );
  const edge = (level: Level) => watched?.edge({ level, monoMs: clock.monoMs() });
  return { opened, clock, requests, levels, edge };
}

test('where the kernel refuses to debounce, all edges are asked for and the wanted ones told', async () => {
  const { opened, clock, requests, levels, edge } = open('EINVAL', {
    debounceMs: 20,
    edge: 'rising',
  });
  assert.ok(opened.ok, JSON.stringify(opened));
  assert.equal(requests.length, 2);
  for (const level of [1, 0, 1, 0] as const) {
    edge(level);
    await clock.advance(30);
  }
  assert.deepEqual(levels, [1, 1]);
});

test('a refusal that debounce did not cause is told as it is', () => {
  const { opened } = open('EPERM', { debounceMs: 20, edge: 'both' });
  const refused = failure(
    'forbidden',
    'gpiochip0 line 4 refuses these options: the system does not permit it',
  );
  assert.deepEqual(opened, err(refused));
});

test('an edge that the chip kept from before the line was ours changes nothing and is not told', () => {
  const { levels, edge } = open('', { debounceMs: 0, edge: 'both' });
  for (const level of [0, 1, 1, 0] as const) edge(level);
  assert.deepEqual(levels, [1, 0]);
});
