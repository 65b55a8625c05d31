// The tray: bounded, oldest out first, every point in it or counted.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createTray } from '../../../src/buffer/tray.ts';
import { column } from './bench.ts';

const none = { collisions: 0 };
const roomy = { trayPoints: 1_000, trayBytes: 1_000_000 };

test('what was added is taken once, one column a channel', () => {
  const tray = createTray(roomy);
  tray.add([column('a', 0, 2), column('b', 0, 1)]);
  tray.add([column('a', 2, 1)]);
  const taken = tray.take({ collisions: 5 });
  assert.deepEqual(taken, {
    columns: [column('a', 0, 3), column('b', 0, 1)],
    collisions: 5,
    evicted: 0,
  });
  assert.equal(tray.take(none), undefined);
});

test('a full tray pushes out its oldest points and counts them', () => {
  const tray = createTray({ ...roomy, trayPoints: 5 });
  tray.add([column('a', 0, 4)]);
  tray.add([column('b', 0, 3)]);
  assert.equal(tray.points, 5);
  assert.equal(tray.evicted, 2);
  const taken = tray.take(none);
  assert.deepEqual(taken?.columns, [column('a', 2, 2), column('b', 0, 3)]);
  assert.equal(taken?.evicted, 2);
});

test('strings fill the tray by their bytes', () => {
  const tray = createTray({ ...roomy, trayBytes: 1_000 });
  for (let i = 0; i < 10; i++)
    tray.add([{ channel: 'a', seconds: [i], values: ['x'.repeat(100)] }]);
  assert.equal(tray.points, 3);
  assert.equal(tray.evicted, 7);
});

test('what was put back comes first again, with its counts', () => {
  const tray = createTray(roomy);
  tray.add([column('a', 0, 2)]);
  const taken = tray.take({ collisions: 1 });
  assert.ok(taken);
  tray.add([column('a', 2, 2)]);
  tray.putBack(taken);
  assert.deepEqual(tray.take({ collisions: 2 }), {
    columns: [column('a', 0, 4)],
    collisions: 3,
    evicted: 0,
  });
});

test('every point that went in comes out or is counted, whatever the order of calls', () => {
  const added = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 5 });
  const calls = fc.array(fc.oneof(added, fc.constantFrom('take', 'retry')));
  fc.assert(
    fc.property(calls, (steps) => {
      const tray = createTray({ ...roomy, trayPoints: 30 });
      let [put, got, evicted] = [0, 0, 0];
      for (const step of steps) {
        if (Array.isArray(step)) {
          tray.add(step.map((count, i) => column(`c${i}`, 0, count)));
          put += step.reduce((a, b) => a + b, 0);
          continue;
        }
        const taken = tray.take(none);
        if (taken && step === 'retry') tray.putBack(taken);
        else if (taken) {
          got += taken.columns.reduce((sum, { seconds }) => sum + seconds.length, 0);
          evicted += taken.evicted;
        }
        assert.ok(tray.points <= 30);
      }
      assert.equal(put, got + evicted + tray.points + tray.evicted);
    }),
  );
});
