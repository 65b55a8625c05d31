// Conformance cases: preprocess and subscriptions (checklist O15, O29; rulings 1 and 2).

import { alias, type Case, now, type Step } from './scene.ts';

const all = { starttime: 0, limit: 100, sort: 'asc' } as const;

const makes = (save: string, description: object, type = 'dataport'): Step => ({
  call: ['create', type, description],
  save,
});
const writes = (rid: unknown, value: unknown): Step => ({ call: ['write', rid, value] });
const records = (rid: unknown, ...entries: unknown[]): Step => ({ call: ['record', rid, entries] });
const holds = (rid: unknown, text: string): Step => ({ call: ['read', rid, all], text });
const errors = (rid: unknown, count: number): Step => ({
  call: ['info', rid, { errors: true }],
  like: new RegExp(`"errors":\\{"count":${count},`),
});

/** A float that takes what is written to `$integer` through these operations. */
const following = (...preprocess: unknown[]): Step =>
  makes('follower', { format: 'float', subscribe: '$integer', preprocess });

/** Each operation with the value 7 on the left: what comes of it. */
const operations: readonly (readonly [operation: string, operand: unknown, result: string])[] = [
  ['add', 0.5, '7.5'],
  ['sub', 10, '-3.0'],
  ['mul', 2, '14.0'],
  ['div', 2, '3.5'],
  ['mod', 4, '3.0'],
  ['gt', 6, '1.0'],
  ['gt', 7, '0.0'],
  ['geq', 7, '1.0'],
  ['geq', 8, '0.0'],
  ['lt', 8, '1.0'],
  ['lt', 7, '0.0'],
  ['leq', 7, '1.0'],
  ['leq', 6, '0.0'],
  ['eq', 7, '1.0'],
  ['eq', 6, '0.0'],
  ['neq', 6, '1.0'],
  ['neq', 7, '0.0'],
  ['value', 42, '42.0'],
  ['add', '1', '8.0'],
];

export const preprocessCases: readonly Case[] = [
  ...operations.map(([operation, operand, result]) => ({
    name: `O15 7 ${operation} ${operand} is ${result}`,
    steps: [
      following([operation, operand]),
      writes(alias('integer'), 7),
      holds('$follower', `[[${now},${result}]]`),
    ],
  })),
  {
    name: 'O15 operations are done in the order of the list',
    steps: [
      following(['add', 4.4], ['mul', 2]),
      writes(alias('integer'), 10),
      holds('$follower', `[[${now},28.8]]`),
    ],
  },
  {
    name: 'O15 what is written and recorded to a resource passes its own preprocess',
    steps: [
      makes('own', { format: 'integer', preprocess: [['mul', 10]] }),
      writes('$own', 3),
      records('$own', [5, 4]),
      holds('$own', `[[5,40],[${now},30]]`),
    ],
  },
  {
    name: 'O15 an operand may be a resource: its newest value counts, and a change of it triggers nothing',
    steps: [
      following(['mul', '$float']),
      writes(alias('float'), 1.5),
      writes(alias('integer'), 2),
      { advanceS: 1 },
      writes(alias('float'), 2),
      holds('$follower', `[[${now},3.0]]`),
      { advanceS: 1 },
      writes(alias('integer'), 5),
      holds('$follower', `[[${now},3.0],[${now + 2},10.0]]`),
    ],
  },
  {
    name: 'O15 text can be the same or not, and nothing else',
    steps: [
      makes('same', { format: 'integer', subscribe: '$string', preprocess: [['eq', 'on']] }),
      makes('other', { format: 'integer', subscribe: '$string', preprocess: [['neq', 'on']] }),
      makes('more', { format: 'integer', subscribe: '$string', preprocess: [['gt', 'on']] }),
      writes(alias('string'), 'on'),
      holds('$same', `[[${now},1]]`),
      holds('$other', `[[${now},0]]`),
      holds('$more', '[]'),
      errors('$more', 1),
    ],
  },
  ...['div', 'mod'].map((operation) => ({
    name: `O15 ${operation} by zero drops the input, and counts an error`,
    steps: [
      following([operation, 0]),
      writes(alias('integer'), 7),
      records(alias('integer'), [now + 1, 8], [now + 2, 9]),
      holds('$follower', '[]'),
      errors('$follower', 3),
      { call: ['write', '$follower', 7], status: 'invalid' } as const,
      { call: ['record', '$follower', [[5, 7]]], status: 'invalid' } as const,
      errors('$follower', 5),
    ],
  })),
  {
    name: 'O15 an operand without a value drops the input, and counts an error',
    steps: [
      following(['add', '$float']),
      writes(alias('integer'), 7),
      holds('$follower', '[]'),
      errors('$follower', 1),
    ],
  },
];

export const subscriptionCases: readonly Case[] = [
  {
    name: 'O12 a subscriber has the value as soon as the write is answered, and so has its subscriber',
    steps: [
      makes('first', { format: 'float', subscribe: '$integer' }),
      makes('second', { format: 'string', subscribe: '$first' }),
      writes(alias('integer'), 7),
      holds('$first', `[[${now},7.0]]`),
      holds('$second', `[[${now},"7"]]`),
    ],
  },
  {
    name: 'O12 a subscriber whose format does not fit drops the value, and counts an error',
    steps: [
      makes('number', { format: 'integer', subscribe: '$string' }),
      writes(alias('string'), 'seven'),
      holds('$number', '[]'),
      errors('$number', 1),
      { advanceS: 1 },
      writes(alias('string'), '7'),
      holds('$number', `[[${now + 1},7]]`),
    ],
  },
  {
    name: 'R1 of two values in one second the later stands with the subscriber too',
    steps: [
      makes('follower', { format: 'integer', subscribe: '$integer' }),
      writes(alias('integer'), 1),
      writes(alias('integer'), 2),
      holds('$follower', `[[${now},2]]`),
    ],
  },
  {
    name: 'R2 recorded points go on when they are newer than all that is stored, each with its time',
    steps: [
      makes('follower', { format: 'integer', subscribe: '$integer' }),
      records(alias('integer'), [100, 1], [102, 3]),
      holds('$follower', '[[100,1],[102,3]]'),
      records(alias('integer'), [101, 2], [102, 3], [103, 4]),
      holds('$follower', '[[100,1],[102,3],[103,4]]'),
      { call: ['recordbatch', alias('integer'), [[99, 0]]] },
      holds('$follower', '[[100,1],[102,3],[103,4]]'),
    ],
  },
  {
    name: 'O12 a source that stores nothing hands its values on',
    steps: [
      makes('source', { format: 'integer', retention: { count: 0 } }),
      makes('follower', { format: 'integer', subscribe: '$source' }),
      writes('$source', 5),
      holds('$source', '[]'),
      holds('$follower', `[[${now},5]]`),
    ],
  },
  {
    name: 'O12 a cycle is cut where it comes back, and counts an error there',
    steps: [
      makes('one', { format: 'integer', preprocess: [['add', 1]] }),
      makes('two', { format: 'integer', subscribe: '$one', preprocess: [['add', 1]] }),
      { call: ['update', '$one', { subscribe: '$two' }] },
      writes('$one', 0),
      holds('$one', `[[${now},1]]`),
      holds('$two', `[[${now},2]]`),
      errors('$one', 1),
    ],
  },
  {
    name: 'O12 who unsubscribes hears no more',
    steps: [
      makes('follower', { format: 'integer', subscribe: '$integer' }),
      { call: ['update', '$follower', { subscribe: null }] },
      writes(alias('integer'), 1),
      holds('$follower', '[]'),
    ],
  },
  {
    name: 'O23 when a public source is public no more, strangers who subscribed to it hear nothing',
    steps: [
      makes('source', { format: 'integer', public: true }),
      {
        as: 'stranger',
        call: ['create', 'dataport', { format: 'integer', subscribe: '$source' }],
        save: 'spy',
      },
      writes('$source', 1),
      { as: 'stranger', call: ['read', '$spy', all], text: `[[${now},1]]` },
      { call: ['update', '$source', { public: false }] },
      { advanceS: 1 },
      writes('$source', 2),
      { as: 'stranger', call: ['read', '$spy', all], text: `[[${now},1]]` },
    ],
  },
];
