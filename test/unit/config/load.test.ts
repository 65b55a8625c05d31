// What the loader of the agent file makes of any text at all.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadSettings } from '../../../src/agent/config/load.ts';

const root = join(import.meta.dirname, '../../cases/config');
const read = (name: string) => readFileSync(join(root, name, 'input.yaml'), 'utf8');
const inputs = readdirSync(root).map(read);

/** Fails unless the text comes out as settings, or as problems that stand within it. */
function survives(text: string): void {
  const loaded = loadSettings(text);
  if (loaded.ok) return;
  const lines = text.split(/\r?\n/);
  assert.ok(loaded.failure.length > 0);
  for (const { line, column, message } of loaded.failure) {
    assert.ok(line >= 1 && line <= lines.length + 1, `line ${line} of ${lines.length}`);
    assert.ok(column >= 1 && column <= (lines[line - 1] ?? '').length + 2, `column ${column}`);
    assert.notEqual(message, '');
  }
}

test('no text makes the loader throw', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), survives));
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom(...' \n-:{}[]&*!|>#\'"%@`,?a1\t'), maxLength: 80 }),
      survives,
    ),
  );
});

test('no damage to a file makes the loader throw', () => {
  const damaged = fc
    .record({
      text: fc.constantFrom(...inputs),
      at: fc.nat(),
      cut: fc.nat(20),
      put: fc.string({ unit: fc.constantFrom(...'\n -:{}[]&*!|>#"\'01a\0\ufeff'), maxLength: 5 }),
    })
    .map(({ text, at, cut, put }) => {
      const from = at % (text.length + 1);
      return text.slice(0, from) + put + text.slice(from + cut);
    });
  fc.assert(fc.property(damaged, survives), { numRuns: 500 });
});

test('no value in the place of another makes the loader throw', () => {
  const keys = ['device', 'state', 'platform', 'sensors', 'status', 'buffer', 'durability', 'log'];
  const inner = [
    'url',
    'cik',
    'file',
    'name',
    'kind',
    'port',
    'channels',
    'listen',
    'maxBytes',
    '__proto__',
  ];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1.5,
        1e300,
        '',
        'serial',
        'synthetic',
        '10s',
        '1MiB',
      ),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...keys, ...inner), tie('value'), { maxKeys: 4 }),
    ),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), value), (file) =>
      survives(JSON.stringify(file)),
    ),
    { numRuns: 300 },
  );
});

test('nesting without end is a problem and not the end of the process', () => {
  for (const bracket of ['[', '{a: ', '- ', '? '])
    for (const depth of [100, 1_000, 20_000]) {
      assert.equal(loadSettings(bracket.repeat(depth)).ok, false);
      const closed = `sensors: ${bracket.repeat(depth)}${{ '[': ']', '{a: ': '}' }[bracket]?.repeat(depth)}`;
      assert.equal(loadSettings(closed).ok, false);
    }
});

test('aliases without end are a problem at once', () => {
  const many = `a: &a x\nb: [${'*a,'.repeat(200_000)}]\n`;
  const loaded = loadSettings(many);
  assert.equal(loaded.ok, false);
  const circle = loadSettings('a: &a [*a]\nsensors: *a\n');
  assert.equal(circle.ok, false);
});

test('settings are complete, in milliseconds and bytes', () => {
  const loaded = loadSettings(
    `${read('smallest')}durability: { windowMs: 10s }\nbuffer: { maxBytes: 1GiB, maxAge: 7d }\n`,
  );
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const { settings } = loaded.value;
  assert.equal(settings.device, 'greenhouse-1');
  assert.deepEqual(settings.platform, {
    url: 'http://127.0.0.1:8420',
    cik: { file: '/keys/good' },
  });
  assert.deepEqual(settings.status, { host: '127.0.0.1', port: 8421 });
  assert.deepEqual(settings.durability, { windowMs: 10_000 });
  assert.deepEqual(settings.buffer, {
    maxBytes: 2 ** 30,
    maxAge: 7 * 86_400_000,
    keepFree: 64 * 2 ** 20,
    whenFull: 'drop-oldest',
  });
  assert.equal(settings.log.level, 'info');
  assert.equal(settings.sensors[0]?.kind, 'serial');
});

test('what looks like a number is text where text is wanted', () => {
  const loaded = loadSettings(read('text-as-written'));
  assert.ok(loaded.ok, JSON.stringify(loaded));
  const { settings } = loaded.value;
  assert.equal(settings.device, '007');
  assert.equal(settings.platform.cik, '1'.repeat(40));
  const [sensor] = settings.sensors;
  assert.ok(sensor?.kind === 'serial');
  assert.deepEqual(sensor.port, { vid: '0403', pid: '6001', serial: '1e5' });
  assert.equal(sensor.channels['2']?.unit, '1');
});
