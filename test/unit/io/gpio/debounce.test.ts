// Our own debounce.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Edge } from '../../../../src/core/ports/pins.ts';
import { createDebounce } from '../../../../src/io/gpio/debounce.ts';
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
