// Channels: the deadband, and the words of the settings that several schemas share.

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Value } from '../../../src/core/point.ts';
import { createDeadband } from '../../../src/sensors/channel.ts';
import { durationField, sizeField } from '../../../src/sensors/fields.ts';

const admitted = (deadband: number | undefined, values: readonly Value[]) => {
  const filter = createDeadband({ a: { deadband } });
  return values.filter((value) => filter.admits('a', value));
};

describe('the deadband', () => {
  test('admits the first value and every change of its width', () => {
    assert.deepEqual(admitted(0.5, [20, 20.4, 20.5, 20.1, 20, 20]), [20, 20.5, 20]);
  });

  test('compares with the last admitted value, so that slow drift is not lost', () => {
    const drift = Array.from({ length: 101 }, (_, n) => n / 8);
    assert.deepEqual(admitted(1, drift), [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  });

  test('without a width, or of width 0, admits everything', () => {
    assert.deepEqual(admitted(undefined, [1, 1]), [1, 1]);
    assert.deepEqual(admitted(0, [1, 1]), [1, 1]);
  });

  test('keeps the channels apart', () => {
    const filter = createDeadband({ a: { deadband: 1 }, b: { deadband: 1 } });
    assert.ok(filter.admits('a', 1));
    assert.ok(filter.admits('b', 1));
    assert.ok(!filter.admits('a', 1.5));
  });
});

test('durations and sizes become milliseconds and bytes, and say how they are written', () => {
  assert.equal(durationField().parse('1.5m'), 90_000);
  assert.equal(sizeField().parse('64KiB'), 65_536);
  const message = (field: ReturnType<typeof durationField>, value: unknown) =>
    field.safeParse(value).error?.issues[0]?.message;
  assert.match(message(durationField(), '10') ?? '', /such as 500ms/);
  assert.match(message(durationField(), 10) ?? '', /such as 500ms/);
  assert.equal(message(durationField({ min: 1_000 }), '5ms'), 'at least 1s');
  assert.equal(message(durationField({ max: 1_000 }), '2s'), 'at most 1s');
});
