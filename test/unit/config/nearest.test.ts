// Which known word is taken for what was meant.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { editDistance, nearest } from '../../../src/agent/config/file/nearest.ts';

test('letters put in, left out, changed or swapped count as one edit each', () => {
  assert.equal(editDistance('baud', 'baud'), 0);
  assert.equal(editDistance('baud', 'bauds'), 1);
  assert.equal(editDistance('baud', 'bad'), 1);
  assert.equal(editDistance('baud', 'baut'), 1);
  assert.equal(editDistance('baud', 'buad'), 1);
  assert.equal(editDistance('', 'abc'), 3);
});

test('the distance is the same both ways, and none only between equals', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
  fc.assert(
    fc.property(word, word, (a, b) => {
      assert.equal(editDistance(a, b), editDistance(b, a));
      assert.equal(editDistance(a, b) === 0, a === b);
    }),
  );
});

test('the nearest word is found whatever its case, and none when all are far', () => {
  const words = ['name', 'kind', 'port', 'baud', 'channels'];
  assert.equal(nearest('buad', words), 'baud');
  assert.equal(nearest('chanels', words), 'channels');
  assert.equal(nearest('PORT', words), 'port');
  assert.equal(nearest('colour', words), undefined);
  assert.equal(nearest('x', words), undefined);
  assert.equal(nearest('name', []), undefined);
  assert.equal(nearest('p'.repeat(1_000_000), words), undefined);
});
