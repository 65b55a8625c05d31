// Conformance cases: time series (seed 003, "Time Series Data").

import { alias, type Case, now, type Step } from './scene.ts';

const float = alias('float');
const integer = alias('integer');
const all = { starttime: 0, limit: 100, sort: 'asc' } as const;

const reads = (name: string, text: string): Step => ({ call: ['read', alias(name), all], text });

/** The example of the documents: six points, in a window of ten seconds. */
const letters: readonly Step[] = [
  {
    call: [
      'record',
      alias('string'),
      [
        [1, 'a'],
        [2, 'a'],
        [3, 'c'],
        [4, 'd'],
        [5, 'e'],
        [8, 'f'],
      ],
      {},
    ],
  },
];
const readLetters = (options: object, result: unknown): Step => ({
  call: ['read', alias('string'), options],
  result,
});
const numbers: Step = {
  call: ['record', integer, [10, 20, 30, 40, 50].map((second) => [second, second])],
};

export const readCases: readonly Case[] = [
  {
    name: 'O18 read answers the newest point when nothing else is asked',
    steps: [
      numbers,
      { call: ['read', integer], text: '[[50,50]]' },
      { call: ['read', integer, {}], text: '[[50,50]]' },
    ],
  },
  {
    name: 'O18 the window of a read includes both ends',
    steps: [
      numbers,
      {
        call: ['read', integer, { starttime: 20, endtime: 40, limit: 9, sort: 'asc' }],
        text: '[[20,20],[30,30],[40,40]]',
      },
    ],
  },
  {
    name: 'O18 the limit is applied after the sort',
    steps: [
      numbers,
      { call: ['read', integer, { limit: 2, sort: 'asc' }], text: '[[10,10],[20,20]]' },
      { call: ['read', integer, { limit: 2, sort: 'desc' }], text: '[[50,50],[40,40]]' },
      { call: ['read', integer, { limit: 0 }], text: '[]' },
    ],
  },
  {
    name: 'O18 a read of the future needs an endtime, since the default is now',
    steps: [
      { call: ['record', integer, [[now + 60, 1]]] },
      { call: ['read', integer, {}], text: '[]' },
      { call: ['read', integer, { endtime: now + 60 }], text: `[[${now + 60},1]]` },
    ],
  },
  {
    name: 'O18 fractional timestamps are floored',
    steps: [
      { call: ['record', integer, [[10.9, 1]]] },
      { call: ['read', integer, { starttime: 10.2, endtime: 10.8 }], text: '[[10,1]]' },
    ],
  },
  {
    name: 'O18 an empty dataport and an empty window read as an empty list',
    steps: [
      { call: ['read', integer, { limit: 5 }], text: '[]' },
      numbers,
      { call: ['read', integer, { starttime: 41, endtime: 49, limit: 5 }], text: '[]' },
      { call: ['read', integer, { starttime: 40, endtime: 30, limit: 5 }], text: '[]' },
    ],
  },
  ...['starttime', 'endtime', 'limit'].map((option) => ({
    name: `O18 a ${option} below 0 is invalid`,
    steps: [{ call: ['read', integer, { [option]: -1 }], status: 'invalid' }] as const,
  })),
  {
    name: 'O18 an unknown sort, selection or kind of option is invalid',
    steps: [
      { call: ['read', integer, { sort: 'up' }], status: 'invalid' },
      { call: ['read', integer, { selection: 'some' }], status: 'invalid' },
      { call: ['read', integer, { limit: '5' }], status: 'invalid' },
    ],
  },
  {
    name: 'O18 givenwindow takes at most one point of each part of the window',
    steps: [
      ...letters,
      readLetters({ starttime: 1, endtime: 10, limit: 2, selection: 'givenwindow' }, [
        [8, 'f'],
        [1, 'a'],
      ]),
      readLetters({ starttime: 1, endtime: 10, limit: 10, sort: 'asc', selection: 'givenwindow' }, [
        [1, 'a'],
        [2, 'a'],
        [3, 'c'],
        [4, 'd'],
        [5, 'e'],
        [8, 'f'],
      ]),
      readLetters({ starttime: 1, endtime: 10, limit: 0, selection: 'givenwindow' }, []),
    ],
  },
  {
    name: 'O18 autowindow samples evenly over the points, the first and the last among them',
    steps: [
      { call: ['record', integer, Array.from({ length: 101 }, (_, at) => [1000 + at * at, at])] },
      {
        call: ['read', integer, { limit: 5, sort: 'asc', selection: 'autowindow' }],
        result: [0, 25, 50, 75, 100].map((at) => [1000 + at * at, at]),
      },
      { call: ['read', integer, { limit: 1, selection: 'autowindow' }], result: [[11000, 100]] },
      {
        call: [
          'read',
          integer,
          { starttime: 1001, endtime: 1009, limit: 9, sort: 'asc', selection: 'autowindow' },
        ],
        result: [
          [1001, 1],
          [1004, 2],
          [1009, 3],
        ],
      },
    ],
  },
  {
    name: 'O23 a public dataport can be read by any client and written by none but its owner',
    steps: [
      { call: ['create', 'dataport', { format: 'integer', public: true }], save: 'open' },
      { call: ['write', '$open', 7] },
      { as: 'stranger', call: ['read', '$open', {}], text: `[[${now},7]]` },
      { as: 'stranger', call: ['write', '$open', 8], status: 'restricted' },
      { as: 'stranger', call: ['flush', '$open'], status: 'restricted' },
    ],
  },
];

const converts = (format: string, given: unknown, text: string): Case => ({
  name: `O16 ${format} takes ${JSON.stringify(given)} as ${text}`,
  steps: [
    { call: ['record', alias(format), [[5, given]]] },
    { call: ['read', alias(format), {}], text: `[[5,${text}]]` },
  ],
});
const refuses = (format: string, given: unknown): Case => ({
  name: `R4 ${format} refuses ${JSON.stringify(given)?.slice(0, 40)}`,
  steps: [
    { call: ['write', alias(format), given], status: 'invalid' },
    { call: ['record', alias(format), [[5, given]]], status: 'invalid' },
    { call: ['read', alias(format), {}], text: '[]' },
  ],
});

export const formatCases: readonly Case[] = [
  converts('float', 1, '1.0'),
  converts('float', -3, '-3.0'),
  converts('float', '77.7', '77.7'),
  converts('float', 1e21, '1e+21'),
  converts('float', 0.1, '0.1'),
  converts('float', true, '1.0'),
  converts('integer', 77.7, '77'),
  converts('integer', '77.7', '77'),
  converts('integer', -0.5, '0'),
  converts('integer', ' 12 ', '12'),
  converts('string', 77.7, '"77.7"'),
  converts('string', 'grün "ü"', '"grün \\"ü\\""'),
  converts('string', '', '""'),
  converts('string', false, '"false"'),
  converts('boolean', true, '"true"'),
  converts('boolean', 0, '"false"'),
  converts('boolean', 'true', '"true"'),
  converts('binary', 'AQID', '"AQID"'),
  refuses('float', 'abc'),
  refuses('float', ''),
  refuses('float', '0x10'),
  refuses('float', null),
  refuses('integer', 1e30),
  refuses('integer', {}),
  refuses('integer', [1]),
  refuses('boolean', 'yes'),
  refuses('boolean', 2),
  refuses('binary', 'A'),
  refuses('string', 'x'.repeat(64 * 1024 + 1)),
];

export const writeCases: readonly Case[] = [
  {
    name: 'R1 write stores at the time of the server',
    steps: [
      { call: ['write', float, 21.5] },
      { advanceS: 2 },
      { call: ['write', float, 22] },
      reads('float', `[[${now},21.5],[${now + 2},22.0]]`),
    ],
  },
  {
    name: 'R1 of two writes within a second the later replaces',
    steps: [
      { call: ['write', float, 1] },
      { call: ['write', float, 2] },
      reads('float', `[[${now},2.0]]`),
    ],
  },
  {
    name: 'O4 writegroup stores several values at one time, and write takes its list too',
    steps: [
      {
        call: [
          'writegroup',
          [
            [float, 1],
            ['integer', 2],
          ],
        ],
      },
      { call: ['write', [['$string', 'x']]] },
      reads('float', `[[${now},1.0]]`),
      reads('integer', `[[${now},2]]`),
      reads('string', `[[${now},"x"]]`),
      { call: ['writegroup', [['nobody', 2]]], status: 'invalid' },
      { call: ['writegroup', [7]], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'R1 record keeps what is stored; the same value again is ok, another is invalid',
    steps: [
      { call: ['record', float, [[100, 1]], {}] },
      { call: ['record', float, [[100, 1]], {}] },
      {
        call: [
          'record',
          float,
          [
            [99, 9],
            [100, 2],
            [101, 3],
          ],
          {},
        ],
        status: 'invalid',
      },
      reads('float', '[[99,9.0],[100,1.0],[101,3.0]]'),
    ],
  },
  {
    name: 'R1 recordbatch lists the timestamps that were refused, as they were given',
    steps: [
      { call: ['recordbatch', float, [[100, 1]]] },
      {
        call: [
          'recordbatch',
          float,
          [
            [100, 2],
            [-50, 'x'],
            [102, 3],
            [now + 601, 1],
          ],
        ],
        status: [
          [-50, 'invalid'],
          [now + 601, 'invalid'],
          [100, 'invalid'],
        ],
      },
      reads('float', '[[100,1.0],[102,3.0]]'),
    ],
  },
  {
    name: 'R1 of two values for one second in a request the first stands',
    steps: [
      {
        call: [
          'recordbatch',
          integer,
          [
            [7, 1],
            [7, 2],
            [7, 1],
          ],
        ],
        status: [[7, 'invalid']],
      },
      reads('integer', '[[7,1]]'),
    ],
  },
  {
    name: 'R5 a negative timestamp counts back from now, and entries may come in any order',
    steps: [
      {
        call: [
          'record',
          integer,
          [
            [-100, 2],
            [665366400, 1],
            [-10, 3],
          ],
        ],
      },
      reads('integer', `[[665366400,1],[${now - 100},2],[${now - 10},3]]`),
    ],
  },
  {
    name: 'R5 ten minutes of the future are accepted, and not a second more',
    steps: [
      { call: ['record', integer, [[now + 600, 1]]] },
      { call: ['record', integer, [[now + 601, 1]]], status: 'invalid' },
      { call: ['record', integer, [[-now - 1, 1]]], status: 'invalid' },
    ],
  },
  {
    name: 'O6 record and write with missing or unknown arguments fail with 501',
    steps: [
      { call: ['record', integer], status: 'fail', code: 501 },
      { call: ['record', integer, [[1]]], status: 'fail', code: 501 },
      { call: ['record', integer, [['1', 1]]], status: 'fail', code: 501 },
      { call: ['record'], status: 'fail', code: 501 },
      { call: ['write', integer], status: 'fail', code: 501 },
      { call: ['read', 7], status: 'fail', code: 501 },
      { call: ['read', integer, {}], text: '[]' },
    ],
  },
  {
    name: 'O4 an empty list of entries is recorded',
    steps: [{ call: ['record', integer, []] }, { call: ['recordbatch', integer, []] }],
  },
  {
    name: 'O4 data of a client is invalid, and that of a missing alias',
    steps: [
      { call: ['read', alias('')], status: 'invalid' },
      { call: ['write', alias(''), 1], status: 'invalid' },
      { call: ['write', alias('nobody'), 1], status: 'invalid' },
    ],
  },
];

export const flushCases: readonly Case[] = [
  {
    name: 'O19 flush empties a dataport',
    steps: [numbers, { call: ['flush', integer] }, reads('integer', '[]')],
  },
  {
    name: 'O19 the bounds of flush are exclusive',
    steps: [
      numbers,
      { call: ['flush', integer, { newerthan: 40 }] },
      reads('integer', '[[10,10],[20,20],[30,30],[40,40]]'),
      { call: ['flush', integer, { olderthan: 20 }] },
      reads('integer', '[[20,20],[30,30],[40,40]]'),
      { call: ['flush', integer, { newerthan: 20, olderthan: 40 }] },
      reads('integer', '[[20,20],[40,40]]'),
    ],
  },
  {
    name: 'O19 bounds with nothing between them flush nothing',
    steps: [
      numbers,
      { call: ['flush', integer, { newerthan: 30, olderthan: 20 }] },
      { call: ['flush', integer, { newerthan: 1e15 }] },
      { call: ['flush', integer, { olderthan: 0 }] },
      reads('integer', '[[10,10],[20,20],[30,30],[40,40],[50,50]]'),
      { call: ['flush', integer, { olderthan: 1e15, newerthan: 40 }] },
      reads('integer', '[[10,10],[20,20],[30,30],[40,40]]'),
    ],
  },
  {
    name: 'O19 a bad timestamp is invalid, and a dataport of somebody else restricted',
    steps: [
      { call: ['flush', integer, { newerthan: -1 }], status: 'invalid' },
      { call: ['flush', integer, { olderthan: 'now' }], status: 'invalid' },
      { as: 'stranger', call: ['flush', '$integer'], status: 'restricted' },
    ],
  },
];

const kept = (retention: object): Step => ({
  call: ['create', 'dataport', { format: 'integer', retention }],
  save: 'kept',
});

export const retentionCases: readonly Case[] = [
  {
    name: 'O12 retention by count shows the newest points only',
    steps: [
      kept({ count: 3 }),
      { call: ['record', '$kept', [1, 2, 3, 4, 5].map((second) => [second, second])] },
      { call: ['read', '$kept', all], text: '[[3,3],[4,4],[5,5]]' },
      { call: ['info', '$kept', { storage: true }], has: {}, save: 'info' },
      { call: ['record', '$kept', [[2, 99]]] },
      { call: ['read', '$kept', all], text: '[[3,3],[4,4],[5,5]]' },
    ],
  },
  {
    name: 'O12 retention by count of 1000 holds over many blocks',
    steps: [
      kept({ count: 1000 }),
      { call: ['record', '$kept', Array.from({ length: 2500 }, (_, at) => [at + 1, at])] },
      { call: ['read', '$kept', { ...all, limit: 9999, selection: 'all' }], save: 'points' },
      { call: ['read', '$kept', { sort: 'asc' }], text: '[[1501,1500]]' },
      { call: ['flush', '$kept', { newerthan: 2000 }] },
      { call: ['read', '$kept', { sort: 'asc' }], text: '[[1501,1500]]' },
    ],
  },
  {
    name: 'O12 retention by duration hides what is older than so many hours',
    steps: [
      kept({ duration: 1 }),
      {
        call: [
          'record',
          '$kept',
          [
            [-3601, 1],
            [-3600, 2],
            [-10, 3],
          ],
        ],
      },
      { call: ['read', '$kept', all], text: `[[${now - 3600},2],[${now - 10},3]]` },
      { advanceS: 100 },
      { call: ['read', '$kept', all], text: `[[${now - 10},3]]` },
    ],
  },
  {
    name: 'O12 retention of no points stores none',
    steps: [
      kept({ count: 0 }),
      { call: ['write', '$kept', 1] },
      { call: ['read', '$kept', all], text: '[]' },
    ],
  },
  {
    name: 'O12 a wider retention does not bring back what was hidden',
    steps: [
      kept({ count: 2 }),
      { call: ['record', '$kept', [1, 2, 3].map((second) => [second, second])] },
      { call: ['update', '$kept', { retention: { count: 'infinity' } }] },
      { call: ['read', '$kept', all], text: '[[2,2],[3,3]]' },
      { call: ['update', '$kept', { retention: { count: 1 } }] },
      { call: ['update', '$kept', { retention: { count: 9 } }] },
      { call: ['read', '$kept', all], text: '[[3,3]]' },
    ],
  },
];
