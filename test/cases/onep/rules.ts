// Conformance cases: datarules (seed 003, "create (datarule)"; checklist O29).

import { alias, type Case, now, type Step } from './scene.ts';

const all = { starttime: 0, limit: 100, sort: 'asc' } as const;
const input = alias('float');

const rule = (description: object, format = 'boolean'): Step => ({
  call: ['create', 'datarule', { format, rule: description, subscribe: '$float' }],
  save: 'rule',
});
const above = (kind: string, more: object = {}): Step =>
  rule({ [kind]: { comparison: 'gt', constant: 10, repeat: false, timeout: 5, ...more } });
/** The rule's whole history: each second after the start, and what it said then. */
const says = (...history: readonly (readonly [number, boolean])[]): Step => ({
  call: ['read', '$rule', all],
  result: history.map(([after, value]) => [now + after, String(value)]),
});
const value = (number: number): Step => ({ call: ['write', input, number] });
const pass = (advanceS: number): Step => ({ advanceS });

export const ruleCases: readonly Case[] = [
  {
    name: 'O29 simple: the comparison is the condition',
    steps: [
      rule({ simple: { comparison: 'geq', constant: 10, repeat: false } }),
      value(9),
      says([0, false]),
      pass(1),
      value(10),
      says([0, false], [1, true]),
    ],
  },
  {
    name: 'O29 simple: what is unchanged is said again only with repeat',
    steps: [
      rule({ simple: { comparison: 'lt', constant: 10, repeat: false } }),
      value(9),
      pass(1),
      value(8),
      says([0, true]),
      { call: ['update', '$rule', { rule: { simple: { comparison: 'lt', constant: 10, repeat: true } } }] },
      pass(1),
      value(7),
      pass(1),
      value(6),
      says([0, true], [2, true], [3, true]),
    ],
  },
  ...(
    [
      ['gt', [false, false, true]],
      ['lt', [true, false, false]],
      ['eq', [false, true, false]],
      ['geq', [false, true, true]],
      ['leq', [true, true, false]],
      ['neq', [true, false, true]],
    ] as const
  ).map(([comparison, [below, same, over]]) => ({
    name: `O29 simple: 9, 10 and 11 ${comparison} 10`,
    steps: [
      rule({ simple: { comparison, constant: 10, repeat: true } }),
      value(9),
      pass(1),
      value(10),
      pass(1),
      value(11),
      says([0, below], [1, same], [2, over]),
    ],
  })),
  ...(
    [
      ['boolean', '"true"'],
      ['float', '1.0'],
      ['integer', '1'],
    ] as const
  ).map(([format, text]) => ({
    name: `O16 a ${format} datarule says yes as ${text}`,
    steps: [
      rule({ simple: { comparison: 'gt', constant: 0, repeat: false } }, format),
      value(1),
      { call: ['read', '$rule'], text: `[[${now},${text}]]` } as const,
    ],
  })),
  {
    name: 'O29 timeout: it elapses from its creation on, a value is false and starts it anew',
    steps: [
      rule({ timeout: { timeout: 5, repeat: false } }),
      pass(4),
      says(),
      pass(1),
      says([5, true]),
      pass(2),
      value(1),
      says([5, true], [7, false]),
      pass(4),
      says([5, true], [7, false]),
      pass(1),
      says([5, true], [7, false], [12, true]),
      pass(20),
      says([5, true], [7, false], [12, true]),
    ],
  },
  {
    name: 'O29 timeout: with repeat it says so each time it elapses',
    steps: [
      rule({ timeout: { timeout: 5, repeat: true } }),
      pass(16),
      says([5, true], [10, true], [15, true]),
    ],
  },
  {
    name: 'O29 timeout: 0 is no timeout at all',
    steps: [
      rule({ timeout: { timeout: 0, repeat: true } }),
      pass(60),
      says(),
      value(1),
      says([60, false]),
    ],
  },
  {
    name: 'O29 interval: the comparison at once, and again and again while it is true',
    steps: [
      above('interval', { repeat: true }),
      value(11),
      pass(11),
      says([0, true], [5, true], [10, true]),
      value(9),
      pass(20),
      says([0, true], [5, true], [10, true], [11, false]),
    ],
  },
  {
    name: 'O29 interval: a value starts the time anew',
    steps: [
      above('interval', { repeat: true }),
      value(11),
      pass(3),
      value(12),
      pass(4),
      says([0, true], [3, true]),
      pass(1),
      says([0, true], [3, true], [8, true]),
    ],
  },
  {
    name: 'O29 duration: true when the comparison has held for the time, values or not',
    steps: [
      above('duration'),
      value(11),
      pass(3),
      value(12),
      says(),
      pass(2),
      says([5, true]),
      pass(20),
      says([5, true]),
    ],
  },
  {
    name: 'O29 duration: a value that does not hold is false at once, and cancels the time',
    steps: [
      above('duration'),
      value(11),
      pass(4),
      value(10),
      says([4, false]),
      pass(10),
      says([4, false]),
      value(11),
      pass(5),
      says([4, false], [19, true]),
    ],
  },
  {
    name: 'O29 duration: with repeat it says so each time while it holds',
    steps: [
      above('duration', { repeat: true }),
      value(11),
      pass(10),
      says([5, true], [10, true]),
    ],
  },
  {
    name: 'O29 count: true with the third within the time, false when the time is over before',
    steps: [
      above('count', { count: 3 }),
      value(11),
      pass(1),
      value(9),
      value(12),
      pass(1),
      says(),
      value(13),
      says([2, true]),
      pass(5),
      says([2, true], [7, false]),
      value(14),
      pass(6),
      value(15),
      pass(1),
      value(16),
      says([2, true], [7, false]),
      pass(1),
      value(17),
      says([2, true], [7, false], [15, true]),
    ],
  },
  {
    name: 'O29 a rule begins anew when it has become another one, and not when only its name has',
    steps: [
      above('duration'),
      value(11),
      pass(3),
      { call: ['update', '$rule', { name: 'hot' }] },
      pass(2),
      says([5, true]),
      pass(1),
      value(9),
      pass(1),
      value(11),
      pass(3),
      {
        call: [
          'update',
          '$rule',
          { rule: { duration: { comparison: 'gt', constant: 5, repeat: false, timeout: 5 } } },
        ],
      },
      pass(10),
      says([5, true], [6, false]),
    ],
  },
  {
    name: 'R2 points that come in one batch are judged by their own times',
    steps: [
      above('duration'),
      {
        call: ['record', input, [[now - 20, 11], [now - 17, 12], [now - 14, 13], [now - 1, 9]]],
      },
      says([-15, true], [-1, false]),
    ],
  },
  {
    name: 'R2 a point that comes late counts as one of the moment at which the rule stands',
    steps: [
      rule({ timeout: { timeout: 5, repeat: false } }),
      pass(5),
      { call: ['record', input, [[now + 1, 1]]] },
      says([5, false]),
    ],
  },
  {
    name: 'O29 a rule whose input is no number drops it, and counts an error',
    steps: [
      {
        call: [
          'create',
          'datarule',
          {
            format: 'boolean',
            rule: { simple: { comparison: 'gt', constant: 1, repeat: true } },
            subscribe: '$string',
          },
        ],
        save: 'rule',
      },
      { call: ['write', alias('string'), 'much'] },
      { call: ['write', alias('string'), '2'] },
      says([0, true]),
      { call: ['info', '$rule', { errors: true }], like: /"errors":\{"count":1,/ },
    ],
  },
  {
    name: 'O29 a value written to a rule is its input, one recorded to it is its history',
    steps: [
      above('duration'),
      { call: ['record', '$rule', [[now - 5, true]]] },
      { call: ['write', '$rule', 11] },
      says([-5, true]),
      pass(5),
      says([-5, true], [5, true]),
    ],
  },
  {
    name: 'O29 a rule passes its input through its preprocess first, and on to its subscribers',
    steps: [
      {
        call: [
          'create',
          'datarule',
          {
            format: 'integer',
            preprocess: [['mul', 10]],
            rule: { simple: { comparison: 'gt', constant: 10, repeat: false } },
            subscribe: '$float',
          },
        ],
        save: 'rule',
      },
      {
        call: ['create', 'dataport', { format: 'integer', subscribe: '$rule' }],
        save: 'alert',
      },
      value(2),
      { call: ['read', '$alert'], text: `[[${now},1]]` },
    ],
  },
  {
    name: 'O14 a rule that was dropped leaves its timer behind, and nothing rings',
    steps: [
      above('interval', { repeat: true }),
      value(11),
      { call: ['drop', '$rule'] },
      pass(20),
      { call: ['read', '$rule'], status: 'restricted' },
    ],
  },
];
