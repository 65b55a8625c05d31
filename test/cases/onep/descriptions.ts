// Conformance cases: datarules and dispatches as they are described (seed 003, "create"; O12, O13).

import { alias, type Case, type Step } from './scene.ts';

const retention = { count: 'infinity', duration: 'infinity' };
const common = { meta: '', name: '', preprocess: [], public: false, retention, subscribe: null };
const simple = { comparison: 'gt', constant: 5, repeat: true };
const email = { method: 'email', recipient: 'a@b.example' };

const describes = (type: string, given: object, more: object = {}): Case => ({
  name: `O12 create ${type} ${JSON.stringify(given).slice(0, 90)} is described with every default`,
  steps: [
    { call: ['create', type, given], save: 'made' },
    {
      call: ['info', '$made', { description: true }],
      result: { description: { ...common, ...more, ...given } },
    },
    { call: ['listing', [type]], result: [['$made']] },
  ],
});
const refuses = (type: string, given: object): Case => ({
  name: `O12 create ${type} ${JSON.stringify(given).slice(0, 90)} is invalid`,
  steps: [{ call: ['create', type, given], status: 'invalid' }],
});

const rules = [
  { simple },
  { timeout: { repeat: false, timeout: 10 } },
  { interval: { ...simple, timeout: 10 } },
  { duration: { ...simple, timeout: 10 } },
  { count: { ...simple, timeout: 10, count: 3 } },
];

export const dataruleCases: readonly Case[] = [
  ...rules.map((rule) => describes('datarule', { format: 'boolean', rule })),
  describes('datarule', {
    format: 'integer',
    rule: { simple },
    meta: 'm',
    name: 'n',
    preprocess: [['add', 1]],
    public: true,
    retention: { count: 5, duration: 24 },
    subscribe: '',
  }),
  ...['lt', 'eq', 'geq', 'leq', 'neq'].map((comparison) =>
    describes('datarule', { format: 'float', rule: { simple: { ...simple, comparison } } }),
  ),
  refuses('datarule', { rule: { simple } }),
  refuses('datarule', { format: 'float' }),
  refuses('datarule', { format: 'string', rule: { simple } }),
  refuses('datarule', { format: 'binary', rule: { simple } }),
  refuses('datarule', { format: 'float', rule: {} }),
  refuses('datarule', { format: 'float', rule: { simple, timeout: { repeat: true, timeout: 1 } } }),
  refuses('datarule', { format: 'float', rule: { simple: { ...simple, comparison: 'like' } } }),
  refuses('datarule', { format: 'float', rule: { simple: { comparison: 'gt' } } }),
  refuses('datarule', { format: 'float', rule: { duration: simple } }),
  refuses('datarule', { format: 'float', rule: { timeout: { repeat: true, timeout: -1 } } }),
  refuses('datarule', { format: 'float', rule: { magic: {} } }),
  {
    name: 'O24 update replaces a rule whole, and keeps the format',
    steps: [
      {
        call: ['create', 'datarule', { format: 'boolean', rule: { simple }, name: 'n' }],
        save: 'rule',
      },
      { call: ['update', '$rule', { rule: { timeout: { repeat: true, timeout: 9 } } }] },
      {
        call: ['info', '$rule', { description: true }],
        has: {
          description: {
            ...common,
            format: 'boolean',
            name: 'n',
            rule: { timeout: { repeat: true, timeout: 9 } },
          },
        },
      },
      { call: ['update', '$rule', { format: 'float' }], status: 'invalid' },
      { call: ['update', '$rule', { rule: {} }], status: 'invalid' },
    ],
  },
];

const dispatchDefaults = { locked: false, message: '', subject: '' };
const methods = {
  email: ['a@b.example', 'root@localhost'],
  http_get: ['http://h.example/x?y=1'],
  http_post: ['https://h.example:8443/'],
  http_put: ['http://127.0.0.1:8080/x'],
  sms: ['6125551234', '+49 (151) 2345-678'],
  xmpp: ['user@jabber.example', 'user@jabber.example/phone'],
};
const wrong = {
  email: ['nobody', 'a b@c.example', '6125551234', ''],
  http_get: ['h.example', 'ftp://h.example/', 'file:///etc/passwd'],
  http_post: ['javascript:alert(1)', ''],
  http_put: ['http//x'],
  sms: ['a@b.example', '12x', ''],
  xmpp: ['jabber.example', '@jabber.example'],
};

const recipientsRefused: Case = {
  name: 'O13 a recipient that does not fit the method is invalid',
  steps: Object.entries(wrong).flatMap(([method, recipients]) =>
    recipients.map(
      (recipient): Step => ({
        call: ['create', 'dispatch', { method, recipient }],
        status: 'invalid',
      }),
    ),
  ),
};

export const dispatchCases: readonly Case[] = [
  ...Object.entries(methods).flatMap(([method, recipients]) =>
    recipients.map((recipient) => describes('dispatch', { method, recipient }, dispatchDefaults)),
  ),
  recipientsRefused,
  describes('dispatch', {
    ...email,
    locked: true,
    message: 'm',
    subject: 's',
    meta: 'x',
    name: 'n',
    preprocess: [['eq', 1]],
    public: true,
    retention: { count: 'infinity', duration: 2 },
    subscribe: null,
  }),
  refuses('dispatch', { method: 'email' }),
  refuses('dispatch', { recipient: 'a@b.example' }),
  refuses('dispatch', { method: 'pigeon', recipient: 'a@b.example' }),
  refuses('dispatch', { ...email, message: 5 }),
  refuses('dispatch', { ...email, locked: 'yes' }),
  {
    name: 'O13 update checks the recipient against the method that it leaves',
    steps: [
      { call: ['create', 'dispatch', email], save: 'told' },
      { call: ['update', '$told', { recipient: 'nobody' }], status: 'invalid' },
      { call: ['update', '$told', { method: 'sms' }], status: 'invalid' },
      { call: ['update', '$told', { method: 'sms', recipient: '6125551234' }] },
      { call: ['info', '$told', { description: true }], like: /"method":"sms"/ },
    ],
  },
  {
    name: 'O20 a dispatch has a status, and storage like everything that holds data',
    steps: [
      { call: ['create', 'dispatch', email], save: 'told' },
      { call: ['info', '$told', { basic: true }], like: /"status":"activated"/ },
      { call: ['update', '$told', { locked: true }] },
      { call: ['info', '$told', { basic: true }], like: /"status":"locked"/ },
      {
        call: ['info', '$told', { storage: true }],
        text: '{"storage":{"count":0,"first":0,"last":0,"size":0}}',
      },
      { call: ['read', '$told', { limit: 5 }], text: '[]' },
      { call: ['flush', '$told'] },
      { call: ['listing', ['dispatch', 'datarule']], result: [['$told'], []] },
      { call: ['drop', '$told'] },
      { call: ['listing', ['dispatch']], result: [[]] },
    ],
  },
];

export const sourceCases: readonly Case[] = [
  {
    name: 'O12 subscribe and operands may be named by alias, and are told as RIDs',
    steps: [
      {
        call: [
          'create',
          'dataport',
          {
            format: 'float',
            subscribe: alias('float'),
            preprocess: [['mul', alias('integer')]],
          },
        ],
        save: 'made',
      },
      {
        call: ['info', '$made', { description: true }],
        like: /"preprocess":\[\["mul","[0-9a-f]{40}"\]\]/,
      },
      { call: ['info', '$float', { subscribers: true }], result: { subscribers: ['$made'] } },
      { call: ['drop', '$made'] },
      { call: ['info', '$float', { subscribers: true }], result: { subscribers: [] } },
    ],
  },
  {
    name: 'O12 nothing is taken in from what is out of reach, from a client, or from nowhere',
    steps: (
      [
        ['$stranger', 'restricted'],
        ['$portal', 'restricted'],
        ['0'.repeat(40), 'restricted'],
        ['$device', 'invalid'],
        [alias('nobody'), 'invalid'],
        ['float', 'invalid'],
        [7, 'invalid'],
      ] as const
    ).map(
      ([subscribe, status]): Step => ({
        call: ['create', 'dataport', { format: 'float', subscribe }],
        status,
      }),
    ),
  },
  {
    name: 'O12 operands are numbers, text, or what the caller can read',
    steps: [
      ...[1, -0.5, '3', '$float'].map(
        (operand): Step => ({
          call: ['create', 'dataport', { format: 'float', preprocess: [['add', operand]] }],
        }),
      ),
      ...[null, {}, [1]].map(
        (operand): Step => ({
          call: ['create', 'dataport', { format: 'float', preprocess: [['add', operand]] }],
          status: 'invalid',
        }),
      ),
      { as: 'root', call: ['update', '$stranger', { limits: { dataport: 5 } }] },
      {
        as: 'stranger',
        call: ['create', 'dataport', { format: 'float', preprocess: [['add', '$float']] }],
        status: 'restricted',
      },
    ],
  },
  {
    name: 'O24 update of what is taken in needs the right of who asks',
    steps: [
      { as: 'portal', call: ['create', 'dataport', { format: 'float' }], save: 'above' },
      { call: ['update', '$float', { subscribe: '$above' }], status: 'restricted' },
      { call: ['update', '$float', { subscribe: '$float' }], status: 'invalid' },
      { as: 'portal', call: ['update', '$float', { subscribe: '$above' }] },
      { as: 'portal', call: ['info', '$above', { subscribers: true }], like: /"\w{40}"/ },
      { call: ['update', '$float', { name: 'n' }] },
      { call: ['update', '$float', { preprocess: [['add', 1]] }], status: 'restricted' },
      { call: ['update', '$float', { preprocess: [['add', 1]], subscribe: null }] },
      {
        as: 'portal',
        call: ['info', '$above', { subscribers: true }],
        result: { subscribers: [] },
      },
    ],
  },
];
