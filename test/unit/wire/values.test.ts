// Values on the wire: what public clients tell floats from integers by, and nothing lost on the way.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { pointsText, valueText } from '../../../src/wire/values.ts';

test('a float keeps its fraction on the wire, an integer has none', () => {
  assert.equal(valueText(1, 'float'), '1.0');
  assert.equal(valueText(1, 'integer'), '1');
  assert.equal(valueText(-0, 'float'), '-0.0');
  assert.equal(valueText(0.5, 'float'), '0.5');
  assert.equal(valueText(1e21, 'float'), '1e+21');
  assert.equal(valueText(5e-324, 'float'), '5e-324');
});

test('a boolean is a string on the wire', () => {
  assert.equal(valueText(true, 'boolean'), '"true"');
  assert.equal(valueText(false, 'boolean'), '"false"');
});

test('every float comes back from its text as it was', () => {
  const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(finite, (value) => Object.is(JSON.parse(valueText(value, 'float')), value)),
  );
});

test('points are a list of pairs', () => {
  assert.equal(pointsText([], [], 'float'), '[]');
  assert.equal(pointsText([1, 2], [3, 4.5], 'float'), '[[1,3.0],[2,4.5]]');
  assert.equal(pointsText([1], ['"'], 'string'), '[[1,"\\""]]');
});
