// The settings of sensors: what is filled in, and what is refused where.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as z from 'zod';
import { boundRegExps } from '../../../src/io/regexps.ts';
import { sensorSchema, sourceKinds } from '../../../src/sensors/registry.ts';

before(boundRegExps);

const serial = { name: 'soil', kind: 'serial', port: '/dev/ttyUSB0', decode: 'json' };

const faults = (settings: unknown): readonly string[] => {
  const parsed = sensorSchema.safeParse(settings);
  return parsed.success ? [] : parsed.error.issues.map((issue) => issue.path.join('.'));
};

describe('settings of a serial source', () => {
  test('the smallest entry is filled in with the defaults of serial lines', () => {
    const settings = sensorSchema.parse({ ...serial, channels: { moisture: {} } });
    assert.deepEqual(settings, {
      ...serial,
      baud: 9600,
      dataBits: 8,
      parity: 'none',
      stopBits: 1,
      frame: { line: { maxBytes: 65_536 } },
      decode: { json: {} },
      channels: { moisture: { format: 'float', fold: 'last', alarm: false } },
    });
  });

  test('a USB identity is kept in lower case', () => {
    const port = { vid: '1A86', pid: '7523' };
    const settings = sensorSchema.parse({ ...serial, port, channels: { a: {} } });
    assert.deepEqual(settings.kind === 'serial' && settings.port, { vid: '1a86', pid: '7523' });
  });

  test('unknown keys are refused at every depth', () => {
    const channels = { a: {} };
    assert.deepEqual(faults({ ...serial, channels, bauds: 9600 }), ['']);
    assert.deepEqual(faults({ ...serial, channels: { a: { deadbnd: 1 } } }), ['channels.a']);
    assert.deepEqual(faults({ ...serial, channels, frame: { line: { max: 1 } } }), ['frame.line']);
  });

  test('a deadband and a mean are for numbers', () => {
    const channels = {
      a: { format: 'string', deadband: 1 },
      b: { format: 'boolean', fold: 'mean' },
    };
    assert.deepEqual(faults({ ...serial, channels }), ['channels.a.deadband', 'channels.b.fold']);
  });

  test('a number is for one channel', () => {
    assert.deepEqual(faults({ ...serial, decode: 'number', channels: { a: {}, b: {} } }), [
      'channels',
    ]);
  });

  test('every channel has its column, or its named group', () => {
    const channels = { a: {}, b: {} };
    const columns = { csv: { columns: ['a', 'c'] } };
    assert.deepEqual(faults({ ...serial, decode: columns, channels }), ['channels.b']);
    assert.deepEqual(faults({ ...serial, decode: { regex: '(?<b>1)' }, channels }), ['channels.a']);
    const all = { regex: '(?<b>1)|\\(?<c>(?<a>2)' };
    assert.deepEqual(faults({ ...serial, decode: all, channels }), []);
  });

  test('patterns that could match for ever, or are none, are refused', () => {
    for (const regex of ['(?<a>1)(?=2)', '(?<a>1)\\k<a>', '(?<a>\\d{17})', '(?<a>(', ''])
      assert.notDeepEqual(faults({ ...serial, decode: { regex }, channels: { a: {} } }), [], regex);
  });

  test('names that could do harm elsewhere are refused', () => {
    for (const name of ['', '__proto__', 'a b', 'a/b', 'a'.repeat(65)])
      assert.notDeepEqual(faults({ ...serial, channels: JSON.parse(`{"${name}":{}}`) }), [], name);
    assert.deepEqual(faults({ ...serial, channels: { 'température.2': {} } }), []);
  });

  test('a source has channels', () => {
    assert.deepEqual(faults({ ...serial, channels: {} }), ['channels']);
  });
});

describe('settings of a synthetic source', () => {
  const synthetic = { name: 'demo', kind: 'synthetic', channels: { a: {} } };

  test('a shape may be a word or a word with parameters', () => {
    const sine = { mean: 0, amplitude: 1, period: 60_000 };
    const shapeOf = (shape: unknown) => {
      const settings = sensorSchema.parse({ ...synthetic, shape });
      return settings.kind === 'synthetic' && settings.shape;
    };
    assert.deepEqual(shapeOf(undefined), { sine });
    assert.deepEqual(shapeOf('sine'), { sine });
    assert.deepEqual(shapeOf({ sine: { period: '1h' } }), { sine: { ...sine, period: 3_600_000 } });
  });

  test('every and cron exclude each other, and both are checked', () => {
    const both = { ...synthetic, every: '1s', cron: '* * * * *' };
    assert.deepEqual(faults(both), ['cron']);
    assert.deepEqual(faults({ ...synthetic, every: '10' }), ['every']);
    assert.deepEqual(faults({ ...synthetic, every: '1ms' }), ['every']);
    assert.deepEqual(faults({ ...synthetic, cron: '* * *' }), ['cron']);
  });
});

describe('every kind of source', () => {
  test('each key is described, for the documentation that is made from it', () => {
    for (const [kind, { schema }] of Object.entries(sourceKinds)) {
      const { properties = {} } = z.toJSONSchema(schema, { io: 'input' });
      for (const [key, property] of Object.entries(properties))
        assert.ok(typeof property === 'object' && property.description, `${kind}.${key}`);
    }
  });
});
