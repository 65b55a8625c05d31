// Decoders: what each makes of a frame, and that no frame, however odd, makes them throw.

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { boundRegExps } from '../../../../src/io/regexps.ts';
import type { Decoded, Format } from '../../../../src/sensors/decode/decoder.ts';
import { patternFault } from '../../../../src/sensors/decode/regex.ts';
import { createDecoder, type DecodeSettings } from '../../../../src/sensors/decode/settings.ts';

before(boundRegExps);

type Channels = Record<string, Format>;

const decoderOf = (settings: DecodeSettings, channels: Channels) => {
  const entries = Object.entries(channels).map(([name, format]) => [name, { format }] as const);
  return createDecoder(settings, Object.fromEntries(entries));
};

const decode = (settings: DecodeSettings, channels: Channels, frame: string): Decoded =>
  decoderOf(settings, channels)(Buffer.from(frame));

const json = { json: {} };
const number = { number: {} };
const csv = { csv: { separator: ',' } };

describe('decoding json', () => {
  test('an object gives each channel its key, and other keys are ignored', () => {
    const decoded = decode(json, { a: 'float', b: 'float' }, '{"x":[1],"b":2,"a":1.5}');
    assert.deepEqual(decoded, {
      values: [
        ['a', 1.5],
        ['b', 2],
      ],
    });
  });

  test('a channel that the object lacks, or that is null, gets no value and is no fault', () => {
    assert.deepEqual(decode(json, { a: 'float', b: 'float' }, '{"a":null}'), { values: [] });
  });

  test('one value of the wrong type is a fault that does not cost the others', () => {
    const decoded = decode(json, { a: 'float', b: 'float' }, '{"a":"x","b":2}');
    assert.deepEqual(decoded, { values: [['b', 2]], fault: 'a is no float' });
  });

  test('a bare value is for the only channel', () => {
    assert.deepEqual(decode(json, { a: 'float' }, '21.5'), { values: [['a', 21.5]] });
    assert.ok(decode(json, { a: 'float', b: 'float' }, '21.5').fault);
    assert.ok(decode(json, { a: 'float' }, '[21.5]').fault);
  });

  test('formats are strict: what is no value of the format is a fault', () => {
    const accepted: [Format, string, unknown][] = [
      ['float', '1e3', 1000],
      ['integer', '3.0', 3],
      ['string', '"on"', 'on'],
      ['boolean', 'true', true],
      ['boolean', '0', false],
    ];
    for (const [format, frame, value] of accepted)
      assert.deepEqual(decode(json, { a: format }, frame), { values: [['a', value]] }, frame);
    const refused: [Format, string][] = [
      ['float', '"1"'],
      ['float', 'true'],
      ['float', '1e999'],
      ['integer', '1.5'],
      ['integer', '9007199254740993'],
      ['string', '1'],
      ['boolean', '2'],
      ['boolean', '"true"'],
    ];
    for (const [format, frame] of refused)
      assert.deepEqual(decode(json, { a: format }, frame).values, [], `${format} ${frame}`);
  });

  test('keys of Object.prototype are not found in a message', () => {
    assert.deepEqual(decode(json, JSON.parse('{"constructor":"string"}'), '{}'), { values: [] });
  });
});

describe('decoding csv', () => {
  test('without columns the channels stand in the order of the settings', () => {
    const decoded = decode(csv, { a: 'float', b: 'string' }, ' 1.5 , wet ');
    assert.deepEqual(decoded.values, [
      ['a', 1.5],
      ['b', 'wet'],
    ]);
  });

  test('columns by name or by index choose the fields, and other fields are ignored', () => {
    const byName = { csv: { separator: ';', columns: ['-', 'b', 'a'] } };
    const byIndex = { csv: { separator: ';', columns: { a: 2, b: 1 } } };
    for (const settings of [byName, byIndex]) {
      const { values } = decode(settings, { a: 'float', b: 'integer' }, 'x;7;1.5;y');
      assert.deepEqual(values, [
        ['a', 1.5],
        ['b', 7],
      ]);
    }
  });

  test('an empty field is no value, and a missing one means that the line was cut', () => {
    assert.deepEqual(decode(csv, { a: 'float', b: 'float' }, '1,'), { values: [['a', 1]] });
    const cut = decode(csv, { a: 'float', b: 'float' }, '1');
    assert.deepEqual(cut, { values: [], fault: 'a frame has fewer than 2 fields' });
  });

  test('fields in quotes may hold the separator and quotes', () => {
    const { values } = decode(csv, { a: 'string', b: 'float' }, '"wet, ""very""", 2');
    assert.deepEqual(values, [
      ['a', 'wet, "very"'],
      ['b', 2],
    ]);
  });

  test('any list of texts comes back from its csv', () => {
    const fields = fc.array(fc.stringMatching(/^[^\s\p{C}]+$/u), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(fields, fc.constantFrom(',', ';', '||'), (texts, separator) => {
        const names = texts.map((_, at) => `c${at}`);
        const channels = Object.fromEntries(names.map((name) => [name, 'string' as const]));
        const line = texts.map((text) => `"${text.replaceAll('"', '""')}"`).join(separator);
        const { values } = decode({ csv: { separator } }, channels, line);
        assert.deepEqual(
          values,
          names.map((name, at) => [name, texts[at]]),
        );
      }),
    );
  });
});

describe('decoding number', () => {
  test('the frame is the value, in the ways that numbers are written', () => {
    for (const [text, value] of [
      [' 21.5 ', 21.5],
      ['+3', 3],
      ['-.5', -0.5],
      ['1e-3', 0.001],
      ['007', 7],
    ] as const)
      assert.deepEqual(decode(number, { a: 'float' }, text), { values: [['a', value]] });
  });

  test('what only begins like a number is none', () => {
    for (const text of ['12abc', '1,5', '0x10', 'NaN', 'Infinity', '1e999', '--1', ' ', '1 2'])
      assert.ok(decode(number, { a: 'float' }, text).fault, text);
  });
});

describe('decoding regex', () => {
  const weather = { regex: 'T=(?<t>-?[\\d.]+)(?:;H=(?<h>\\d+))?' };

  test('named groups are channels, and a group that took no part gives no value', () => {
    const channels: Channels = { t: 'float', h: 'integer' };
    assert.deepEqual(decode(weather, channels, '#1 T=21.5;H=40!').values, [
      ['t', 21.5],
      ['h', 40],
    ]);
    assert.deepEqual(decode(weather, channels, 'T=-3'), { values: [['t', -3]] });
    assert.ok(decode(weather, channels, 'nothing of the kind').fault);
  });

  test('a pattern that backtracks without end is done in bounded time', () => {
    const started = performance.now();
    for (const regex of ['^(?<a>(\\d+)+)$', '(?<=^1)(?<a>(\\d|1)*)$', '(?<a>.*1.*1.*1.*1.*;)']) {
      assert.equal(patternFault(regex), undefined);
      assert.ok(decode({ regex }, { a: 'float' }, `${'1'.repeat(5_000)}x`).fault);
    }
    assert.ok(performance.now() - started < 2_000);
  });
});

describe('every decoder', () => {
  const all: DecodeSettings[] = [json, number, csv, { regex: '(?<a>.+)' }];

  test('a frame that is not UTF-8 is bad as a whole', () => {
    for (const settings of all) {
      const decoded = decoderOf(settings, { a: 'string' })(Uint8Array.of(0x31, 0xff, 0x32));
      assert.deepEqual(decoded, { values: [], fault: 'a frame is not UTF-8' });
    }
  });

  test('no bytes make it throw, and all its values are of their format', () => {
    const channels: Channels = { a: 'float', b: 'integer', c: 'string', d: 'boolean' };
    const single: Channels = { a: 'float' };
    const frames = fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc.string({ unit: fc.constantFrom(...'{}[]":,.-+eE01a \u00e9') }).map((s) => Buffer.from(s)),
      fc.json().map((text) => Buffer.from(text)),
    );
    const decoders = all.flatMap((settings) =>
      'number' in settings
        ? [decoderOf(settings, single)]
        : [decoderOf(settings, channels), decoderOf(settings, single)],
    );
    fc.assert(
      fc.property(frames, (frame) => {
        for (const decoder of decoders)
          for (const [name, value] of decoder(frame).values) {
            if (name === 'a') assert.ok(Number.isFinite(value));
            if (name === 'b') assert.ok(Number.isSafeInteger(value));
            if (name === 'c') assert.equal(typeof value, 'string');
            if (name === 'd') assert.equal(typeof value, 'boolean');
          }
      }),
      { numRuns: 2_000 },
    );
  });

  test('finite numbers come through json and number as they were', () => {
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(finite, (value) => {
        // JSON has no -0, and equal() would tell it from 0.
        for (const settings of [json, number])
          assert.deepEqual(decode(settings, { a: 'float' }, JSON.stringify(value)).values, [
            ['a', value === 0 ? 0 : value],
          ]);
      }),
    );
  });
});
