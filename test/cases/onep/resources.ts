// Conformance cases: resources (seed 003, "Resources").

import { alias, type Case, now, self } from './scene.ts';

const nothing = '0'.repeat(40);
const limits = {
  client: 0,
  dataport: 0,
  datarule: 0,
  disk: 0,
  dispatch: 0,
  email: 0,
  email_bucket: 0,
  http: 0,
  http_bucket: 0,
  share: 0,
  sms: 0,
  sms_bucket: 0,
  xmpp: 0,
  xmpp_bucket: 0,
};
const clientDefaults = { limits, locked: false, meta: '', name: '', public: false };
const retention = { count: 'infinity', duration: 'infinity' };
const dataportDefaults = {
  meta: '',
  name: '',
  preprocess: [],
  public: false,
  retention,
  subscribe: null,
};

const describes = (type: string, given: object, stored: object): Case => ({
  name: `O12 create ${type} ${JSON.stringify(given)} is described with every default`,
  steps: [
    { call: ['create', type, given], save: 'made' },
    { call: ['info', '$made', { description: true }], result: { description: stored } },
  ],
});
const refusesToCreate = (type: string, given: unknown): Case => ({
  name: `O12 create ${type} ${JSON.stringify(given)?.slice(0, 60)} is invalid`,
  steps: [{ call: ['create', type, given], status: 'invalid' }],
});

export const createCases: readonly Case[] = [
  describes('client', {}, clientDefaults),
  describes(
    'client',
    { name: 'n', meta: 'm', limits: { dataport: 3, http: 'inherit', io: 5 }, visibility: 'x' },
    {
      ...clientDefaults,
      name: 'n',
      meta: 'm',
      limits: { ...limits, dataport: 3, http: 'inherit', io: 5 },
    },
  ),
  describes('dataport', { format: 'float' }, { format: 'float', ...dataportDefaults }),
  describes(
    'dataport',
    { format: 'string', retention: { count: 5 }, subscribe: '', public: true },
    {
      format: 'string',
      ...dataportDefaults,
      retention: { count: 5, duration: 'infinity' },
      subscribe: '',
      public: true,
    },
  ),
  refusesToCreate('dataport', {}),
  refusesToCreate('dataport', { format: 'double' }),
  refusesToCreate('dataport', { format: 'float', name: 5 }),
  refusesToCreate('dataport', { format: 'float', retention: { count: -1 } }),
  refusesToCreate('dataport', { format: 'float', preprocess: [['pow', 2]] }),
  refusesToCreate('dataport', { format: 'float', meta: 'x'.repeat(70_000) }),
  refusesToCreate('client', { limits: { dataport: 'many' } }),
  refusesToCreate('client', { limits: { dataport: 'infinity' } }),
  refusesToCreate('client', { meta: {} }),
  refusesToCreate('client', 'client'),
  {
    name: 'O6 create of an unknown type, or without a description, fails',
    steps: [
      { call: ['create', 'gadget', {}], status: 'fail', code: 501 },
      { call: ['create', 'dataport'], status: 'fail', code: 501 },
      { call: ['create'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O12 what would not be acted upon is not accepted: a script fails with 501',
    steps: [
      {
        call: ['create', 'datarule', { format: 'string', rule: { script: 'debug("x")' } }],
        status: 'fail',
        code: 501,
      },
    ],
  },
  {
    name: 'O12 the long form of create names the owner first',
    steps: [
      { as: 'portal', call: ['create', '$device', 'dataport', { format: 'float' }], save: 'made' },
      { as: 'portal', call: ['lookup', 'owner', '$made'], result: '$device' },
      {
        as: 'stranger',
        call: ['create', '$device', 'dataport', { format: 'float' }],
        status: 'restricted',
      },
      { call: ['create', '$float', 'dataport', { format: 'float' }], status: 'invalid' },
    ],
  },
  {
    name: 'O26 a create beyond the limit of the client answers limit, until something is dropped',
    steps: [
      { call: ['create', 'client', { limits: { dataport: 1 } }], save: 'small' },
      { call: ['create', '$small', 'dataport', { format: 'float' }], save: 'one' },
      { call: ['create', '$small', 'dataport', { format: 'float' }], status: 'limit' },
      { call: ['create', '$small', 'client', {}], status: 'limit' },
      { call: ['drop', '$one'] },
      { call: ['create', '$small', 'dataport', { format: 'float' }] },
    ],
  },
  {
    name: 'O26 inherit draws on the limit of the owner, which bounds the whole subtree',
    steps: [
      { call: ['create', 'client', { limits: { client: 2, dataport: 1 } }], save: 'top' },
      { call: ['create', '$top', 'client', { limits: { dataport: 'inherit' } }], save: 'a' },
      { call: ['create', '$top', 'client', { limits: { dataport: 9 } }], save: 'b' },
      { call: ['create', '$a', 'dataport', { format: 'float' }] },
      { call: ['create', '$a', 'dataport', { format: 'float' }], status: 'limit' },
      { call: ['create', '$b', 'dataport', { format: 'float' }], status: 'limit' },
      { call: ['drop', '$a'] },
      { call: ['create', '$b', 'dataport', { format: 'float' }] },
    ],
  },
];

export const dropCases: readonly Case[] = [
  {
    name: 'O14 drop takes a dataport with its alias; a dropped RID is restricted',
    steps: [
      { call: ['drop', alias('float')] },
      { call: ['read', '$float'], status: 'restricted' },
      { call: ['drop', '$float'], status: 'restricted' },
      { call: ['read', alias('float')], status: 'invalid' },
      { call: ['lookup', 'aliased', 'float'], status: 'invalid' },
      { call: ['create', 'dataport', { format: 'float' }], save: 'again' },
      { call: ['map', 'alias', '$again', 'float'] },
    ],
  },
  {
    name: 'O14 drop of a client takes its whole subtree at once',
    steps: [
      { as: 'portal', call: ['map', 'alias', '$float', 'deep'] },
      { as: 'root', call: ['drop', '$portal'] },
      { as: 'root', call: ['info', '$portal'], status: 'restricted' },
      { as: 'root', call: ['info', '$device'], status: 'restricted' },
      { as: 'root', call: ['read', '$float'], status: 'restricted' },
    ],
  },
  {
    name: 'O14 drop of oneself, of one above, or of a stranger is restricted',
    steps: [
      { call: ['drop', self], status: 'restricted' },
      { call: ['drop', '$device'], status: 'restricted' },
      { call: ['drop', '$portal'], status: 'restricted' },
      { as: 'stranger', call: ['drop', '$device'], status: 'restricted' },
      { call: ['drop'], status: 'fail', code: 501 },
    ],
  },
];

export const updateCases: readonly Case[] = [
  {
    name: 'O24 update changes what is given and keeps the rest',
    steps: [
      { advanceS: 5 },
      { call: ['update', '$float', { name: 'new', retention: { count: 7 }, nonsense: 1 }] },
      {
        call: ['info', '$float', { description: true, basic: true }],
        result: {
          basic: { created: now, modified: now + 5, subscribers: 0, type: 'dataport' },
          description: {
            format: 'float',
            ...dataportDefaults,
            name: 'new',
            retention: { count: 7, duration: 'infinity' },
          },
        },
      },
    ],
  },
  {
    name: 'O24 update refuses another format, and a name or meta that is no string',
    steps: [
      { call: ['update', '$float', { format: 'integer' }], status: 'invalid' },
      { call: ['update', '$float', { format: 'float' }] },
      { call: ['update', '$float', { name: 5 }], status: 'invalid' },
      { call: ['update', '$float', { meta: null }], status: 'invalid' },
      { call: ['update', '$float', 'name'], status: 'invalid' },
      { call: ['update', '$float'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O24 update of oneself is restricted, and of a stranger',
    steps: [
      { call: ['update', self, { name: 'x' }], status: 'restricted' },
      { as: 'stranger', call: ['update', '$float', { name: 'x' }], status: 'restricted' },
    ],
  },
  {
    name: 'O24 a limit cannot go below the present use, a daily one can',
    steps: [
      { as: 'portal', call: ['update', '$device', { limits: { dataport: 4 } }], status: 'invalid' },
      { as: 'portal', call: ['update', '$device', { limits: { dataport: 5, email: 0 } }] },
      { call: ['create', 'dataport', { format: 'float' }], status: 'limit' },
      { as: 'portal', call: ['update', '$device', { limits: { dataport: 6 } }] },
      { call: ['create', 'dataport', { format: 'float' }] },
    ],
  },
];

export const infoCases: readonly Case[] = [
  {
    name: 'O20 info of a client with {} has every section',
    steps: [
      {
        call: ['info', self, {}],
        keys: [
          'aliases',
          'basic',
          'comments',
          'counts',
          'description',
          'key',
          'shares',
          'subscribers',
          'tagged',
          'tags',
          'usage',
        ],
        has: {
          basic: {
            created: now,
            modified: now,
            status: 'activated',
            subscribers: 0,
            type: 'client',
          },
          comments: [],
          key: '$device.cik',
          shares: [],
          subscribers: [],
          tagged: [],
          tags: [],
          aliases: {
            $float: ['float'],
            $integer: ['integer'],
            $string: ['string'],
            $boolean: ['boolean'],
            $binary: ['binary'],
          },
          counts: {
            client: 0,
            dataport: 5,
            datarule: 0,
            disk: 0,
            dispatch: 0,
            email: 0,
            http: 0,
            share: 0,
            sms: 0,
            xmpp: 0,
          },
        },
      },
      { call: ['info', self], has: { key: '$device.cik' } },
    ],
  },
  {
    name: 'O20 info of a dataport with {} has its sections, and no key',
    steps: [
      { call: ['write', alias('float'), 1] },
      {
        call: ['info', alias('float'), {}],
        keys: [
          'aliases',
          'basic',
          'comments',
          'description',
          'errors',
          'shares',
          'storage',
          'subscribers',
          'tagged',
          'tags',
        ],
        has: { aliases: { $float: ['float'] } },
      },
    ],
  },
  {
    name: 'O20 info answers only what is asked',
    steps: [
      { call: ['info', self, { key: true, basic: false }], keys: ['key'] },
      { call: ['info', self, { nonsense: true }], result: {} },
      { call: ['info', self, { key: 'yes' }], status: 'invalid' },
      { call: ['info', self, 'key'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O20 the aliases of a resource that is neither oneself nor owned are undefined',
    steps: [
      {
        as: 'root',
        call: ['info', '$device', { aliases: true }],
        result: { aliases: 'undefined' },
      },
      { as: 'root', call: ['info', '$float', { aliases: true }], result: { aliases: 'undefined' } },
      { as: 'portal', call: ['info', '$device', { aliases: true }], has: {}, keys: ['aliases'] },
    ],
  },
  {
    name: 'O20 storage counts what is stored, and usage the whole subtree',
    steps: [
      {
        call: [
          'record',
          alias('integer'),
          [
            [100, 1],
            [300, 2],
          ],
        ],
      },
      {
        call: ['info', '$integer', { storage: true }],
        like: /"storage":{"count":2,"first":100,"last":300,"size":[1-9]\d*}/,
      },
      {
        call: ['info', '$string', { storage: true }],
        text: '{"storage":{"count":0,"first":0,"last":0,"size":0}}',
      },
      {
        as: 'root',
        call: ['info', '$portal', { usage: true, counts: true }],
        like: /"usage":{"client":1,"dataport":5,"datarule":0,"dispatch":0,"share":0,"disk":[1-9]\d*,/,
        has: {
          counts: {
            client: 1,
            dataport: 0,
            datarule: 0,
            disk: 0,
            dispatch: 0,
            email: 0,
            http: 0,
            share: 0,
            sms: 0,
            xmpp: 0,
          },
        },
      },
    ],
  },
  {
    name: 'O20 info of a stranger, and of one above, is restricted',
    steps: [
      { as: 'stranger', call: ['info', '$device', {}], status: 'restricted' },
      { call: ['info', '$portal', {}], status: 'restricted' },
      { call: ['info', nothing, {}], status: 'restricted' },
      { call: ['info', 'device', {}], status: 'restricted' },
      { call: ['info', alias('nobody'), {}], status: 'invalid' },
      { call: ['info'], status: 'fail', code: 501 },
    ],
  },
];

export const listingCases: readonly Case[] = [
  {
    name: 'O21 listing answers a list for each type, in the order asked',
    steps: [
      {
        as: 'portal',
        call: ['listing', ['dataport', 'client', 'datarule', 'dispatch']],
        result: [[], ['$device'], [], []],
      },
      { as: 'portal', call: ['listing', ['client'], ['owned']], result: [['$device']] },
      { as: 'portal', call: ['listing', ['client'], []], result: [['$device']] },
    ],
  },
  {
    name: 'O21 with an object of options listing answers an object, {} meaning owned',
    steps: [
      { as: 'portal', call: ['listing', ['client'], {}], result: { client: ['$device'] } },
      {
        as: 'root',
        call: ['listing', '$portal', ['client', 'dataport'], { owned: true }],
        result: { client: ['$device'], dataport: [] },
      },
      { as: 'root', call: ['listing', '$portal', ['client']], result: [['$device']] },
      { as: 'portal', call: ['listing', ['client'], { owned: false }], result: { client: [] } },
    ],
  },
  {
    name: 'O21 aliased lists what the caller has named, owned or deeper',
    steps: [
      { as: 'portal', call: ['map', 'alias', '$float', 'deep'] },
      {
        as: 'portal',
        call: ['listing', ['dataport', 'client'], ['aliased']],
        result: [['$float'], []],
      },
    ],
  },
  {
    name: 'O21 public lists what anybody has published, activated and tagged nothing yet',
    steps: [
      { call: ['create', 'dataport', { format: 'integer', public: true }], save: 'open' },
      { as: 'stranger', call: ['listing', ['dataport'], ['public']], result: [['$open']] },
      {
        as: 'stranger',
        call: ['listing', ['dataport'], ['activated', 'tagged', 'public', 'owned']],
        result: [['$open']],
      },
      { as: 'stranger', call: ['listing', ['dataport'], ['activated', 'tagged']], result: [[]] },
      { call: ['update', '$open', { public: false }] },
      { as: 'stranger', call: ['listing', ['dataport'], ['public']], result: [[]] },
    ],
  },
  {
    name: 'O21 a bad type answers status error with the text in the result',
    steps: [
      {
        call: ['listing', ['dataport', 'gadget']],
        status: 'error',
        result: 'invalid resource type: "gadget"',
      },
      { call: ['listing', [7]], status: 'error', result: 'invalid resource type: 7' },
    ],
  },
  {
    name: 'O6 listing with wrong arguments fails, and for a stranger is restricted',
    steps: [
      { call: ['listing'], status: 'fail', code: 501 },
      { call: ['listing', ['client'], ['mine']], status: 'fail', code: 501 },
      { call: ['listing', ['client'], 7], status: 'fail', code: 501 },
      { as: 'stranger', call: ['listing', '$device', ['dataport']], status: 'restricted' },
      { call: ['listing', '$float', ['dataport']], status: 'invalid' },
    ],
  },
];
