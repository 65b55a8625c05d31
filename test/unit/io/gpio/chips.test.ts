// Which line is meant.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { ChipInfo, LineRef } from '../../../../src/core/ports/pins.ts';
import { findLine } from '../../../../src/io/gpio/chips.ts';

const chipOf = (name: string, path: string, lines: readonly string[]): ChipInfo => ({
  name,
  path,
  label: `label-${name}`,
  lines: lines.map((line, offset) => ({
    chip: name,
    offset,
    name: line,
    consumer: '',
    used: false,
  })),
});

const chips = [
  chipOf('gpiochip0', '/dev/null', ['GPIO0', 'TWICE']),
  chipOf('gpiochip1', '/dev/zero', ['TWICE', 'LED', '']),
];

const find = (ref: LineRef) => {
  const found = findLine(chips, ref);
  return found.ok ? `${found.value.info.chip}:${found.value.info.offset}` : found.failure.detail;
};

test('a name is looked for on all chips, and the first one counts', () => {
  assert.equal(find({ name: 'LED' }), 'gpiochip1:1');
  assert.equal(find({ name: 'TWICE' }), 'gpiochip0:1');
  assert.equal(
    find({ name: 'GPIO9' }),
    'no line is named GPIO9 on gpiochip0 (label-gpiochip0, 2 lines), gpiochip1 (label-gpiochip1, 3 lines)',
  );
});

test('a chip answers to its name, its label, its path and a link to it', (t) => {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-chips-'));
  t.after(() => rmSync(dir, { recursive: true }));
  const link = join(dir, 'gpiochip4');
  symlinkSync('/dev/zero', link);
  for (const chip of ['gpiochip1', 'label-gpiochip1', '/dev/zero', link])
    assert.equal(find({ chip, offset: 2 }), 'gpiochip1:2');
});

test('an offset that is not there is told with those that are', () => {
  assert.equal(find({ chip: 'gpiochip0', offset: 2 }), 'gpiochip0 has lines 0 to 1, not 2');
  assert.match(find({ chip: 'gpiochip7', offset: 0 }), /^no chip gpiochip7; there is gpiochip0/);
});
