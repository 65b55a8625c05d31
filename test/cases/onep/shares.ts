// Conformance cases: shares, tags and what is public (seed 003, "Shares and Keys").

import { alias, type Case, now, type Step } from './scene.ts';

const nothing = '0'.repeat(40);
const point: Step = { call: ['record', '$float', [[100, 1.5]], {}] };
const shared: readonly Step[] = [point, { call: ['share', '$float', {}], save: 'code' }];
const activate: Step = { as: 'stranger', call: ['activate', 'share', '$code'] };
const reads = (as: string): Step => ({ as, call: ['read', '$float', {}], text: '[[100,1.5]]' });
const reachesNot = (as: string): Step => ({
  as,
  call: ['read', '$float', {}],
  status: 'restricted',
});

export const shareCases: readonly Case[] = [
  {
    name: 'O9 a share is read by who has activated its code, and by nobody else',
    steps: [...shared, reachesNot('stranger'), activate, reads('stranger')],
  },
  {
    name: 'O9 what was shared is read and never written',
    steps: [
      ...shared,
      activate,
      ...(
        [
          ['write', '$float', 2],
          ['record', '$float', [[101, 2]], {}],
          ['recordbatch', '$float', [[101, 2]]],
          ['writegroup', [['$float', 2]]],
          ['flush', '$float'],
          ['update', '$float', { name: 'mine' }],
          ['drop', '$float'],
          ['share', '$float', {}],
          ['move', '$float', alias('')],
          ['create', 'clone', { rid: '$float' }],
          ['lookup', 'owner', '$float'],
        ] as const
      ).map((call): Step => ({ as: 'stranger', call, status: 'restricted' })),
      reads('stranger'),
    ],
  },
  {
    name: 'O9 who has activated a share may name it, wait for it, look at it, and not into it',
    steps: [
      ...shared,
      activate,
      { as: 'stranger', call: ['map', 'alias', '$float', 'theirs'] },
      { as: 'stranger', call: ['read', alias('theirs')], text: '[[100,1.5]]' },
      { as: 'stranger', call: ['lookup', 'aliased', 'theirs'], result: '$float' },
      { as: 'stranger', call: ['write', alias('theirs'), 1], status: 'restricted' },
      { as: 'stranger', call: ['wait', '$float', { since: 1 }], text: '[100,1.5]' },
      {
        as: 'stranger',
        call: ['info', '$float', {}],
        keys: ['aliases', 'basic', 'comments', 'description', 'storage', 'tags'],
        has: { aliases: 'undefined' },
      },
      { as: 'stranger', call: ['listing', ['dataport'], ['aliased']], result: [['$float']] },
    ],
  },
  {
    name: 'O9 activating the same resource again, by this code or another, is invalid',
    steps: [
      { call: ['share', '$float', { count: 5 }], save: 'code' },
      { call: ['share', '$float', { count: 5 }], save: 'other' },
      activate,
      { ...activate, status: 'invalid' },
      { as: 'stranger', call: ['activate', 'share', '$other'], status: 'invalid' },
      { as: 'portal', call: ['activate', 'share', '$other'] },
    ],
  },
  {
    name: 'O9 a code is activated as often as its count says, once by default',
    steps: [
      ...shared,
      activate,
      { as: 'portal', call: ['activate', 'share', '$code'], status: 'invalid' },
      { call: ['share', '$integer', { count: 2 }], save: 'two' },
      { as: 'portal', call: ['activate', 'share', '$two'] },
      { as: 'stranger', call: ['activate', 'share', '$two'] },
      { as: 'root', call: ['activate', 'share', '$two'], status: 'invalid' },
    ],
  },
  {
    name: 'O9 a code is activated within its duration; what was activated stays',
    steps: [
      point,
      { call: ['share', '$float', { duration: 60, count: 2 }], save: 'code' },
      { advanceS: 59 },
      activate,
      { advanceS: 1 },
      { as: 'portal', call: ['activate', 'share', '$code'], status: 'invalid' },
      reads('stranger'),
    ],
  },
  {
    name: 'O9 an unknown code, and that of a dropped resource, is invalid',
    steps: [
      ...shared,
      { as: 'stranger', call: ['activate', 'share', nothing], status: 'invalid' },
      { call: ['drop', '$float'] },
      { ...activate, status: 'invalid' },
      { as: 'stranger', call: ['lookup', 'shared', '$code'], status: 'invalid' },
    ],
  },
  {
    name: 'O9 the long form of activate acts for a client below',
    steps: [
      ...shared,
      { as: 'root', call: ['activate', '$stranger', 'share', '$code'] },
      reads('stranger'),
      { as: 'root', call: ['deactivate', '$stranger', 'share', '$float'] },
      reachesNot('stranger'),
    ],
  },
  {
    name: 'O10 deactivate gives up a share by its code or by the RID, and once',
    steps: [
      { call: ['share', '$float', { count: 2 }], save: 'code' },
      activate,
      { as: 'stranger', call: ['deactivate', 'share', '$code'] },
      reachesNot('stranger'),
      { as: 'stranger', call: ['deactivate', 'share', '$code'], status: 'invalid' },
      activate,
      { as: 'stranger', call: ['deactivate', 'share', '$float'] },
      reachesNot('stranger'),
      { as: 'stranger', call: ['deactivate', 'share', nothing], status: 'invalid' },
      // Twice was as often as it could be activated.
      { ...activate, status: 'invalid' },
    ],
  },
  {
    name: 'O27 revoke ends a share for everybody who has activated it',
    steps: [
      ...shared,
      activate,
      { as: 'stranger', call: ['map', 'alias', '$float', 'theirs'] },
      { call: ['revoke', 'share', '$code'] },
      reachesNot('stranger'),
      { as: 'stranger', call: ['read', alias('theirs')], status: 'restricted' },
      { ...activate, status: 'invalid' },
      { call: ['revoke', 'share', '$code'], status: 'invalid' },
      { call: ['lookup', 'shared', '$code'], status: 'invalid' },
      { call: ['info', '$float', { shares: true }], result: { shares: [] } },
    ],
  },
  {
    name: 'O27 revoke of an unknown code is invalid, of a share of others noauth',
    steps: [
      ...shared,
      activate,
      { as: 'stranger', call: ['revoke', 'share', '$code'], status: 'noauth' },
      { call: ['revoke', 'share', nothing], status: 'invalid' },
      { as: 'portal', call: ['revoke', 'share', '$code'] },
    ],
  },
  {
    name: 'O28 a code tells its resource to whoever has it',
    steps: [...shared, { as: 'stranger', call: ['lookup', 'shared', '$code'], result: '$float' }],
  },
  {
    name: 'O20 info lists the shares of a resource, with who has activated them',
    steps: [
      { call: ['share', '$float', { duration: 60, count: 3 }], save: 'code' },
      { advanceS: 5 },
      activate,
      {
        call: ['info', '$float', { shares: true }],
        result: {
          shares: [{ code: '$code', count: 3, duration: 60, activated: [[now + 5, '$stranger']] }],
        },
      },
      { as: 'stranger', call: ['deactivate', 'share', '$float'] },
      { call: ['info', '$float', { shares: true }], like: /"activated":\[\]/ },
    ],
  },
  {
    name: 'O20 the meta of a share is given with its code, then or later',
    steps: [
      { call: ['share', '$float', { meta: 'for the neighbour' }], save: 'code' },
      { call: ['info', '$float', { shares: true }], like: /"meta":"for the neighbour"/ },
      { call: ['share', '$float', { code: '$code', meta: 'for all' }], result: '$code' },
      { call: ['info', '$float', { shares: true }], like: /"count":1,.*"meta":"for all"/ },
      { call: ['share', '$integer', { code: '$code', meta: 'x' }], status: 'invalid' },
      { call: ['share', '$float', { code: nothing, meta: 'x' }], status: 'invalid' },
    ],
  },
  {
    name: 'O6 share of nothing, of oneself, of others, or with options that make no sense is refused',
    steps: [
      { call: ['share'], status: 'fail', code: 501 },
      { call: ['share', alias('')], status: 'restricted' },
      { as: 'stranger', call: ['share', '$float', {}], status: 'restricted' },
      { call: ['share', '$float', { count: 0 }], status: 'invalid' },
      { call: ['share', '$float', { count: 1.5 }], status: 'invalid' },
      { call: ['share', '$float', { duration: -1 }], status: 'invalid' },
      { call: ['share', '$float', { duration: 'forever' }], status: 'invalid' },
      { call: ['share', '$float'] },
    ],
  },
  {
    name: 'O26 shares are limited, and counted as long as they last',
    steps: [
      { call: ['create', 'client', { limits: { dataport: 2, share: 1 } }], save: 'small' },
      { call: ['create', '$small', 'dataport', { format: 'float' }], save: 'a' },
      { call: ['share', '$a'], save: 'code' },
      { call: ['share', '$a'], status: 'limit' },
      { call: ['info', '$small', { counts: true }], like: /"share":1/ },
      { as: 'portal', call: ['update', '$small', { limits: { share: 0 } }], status: 'invalid' },
      { call: ['revoke', 'share', '$code'] },
      { call: ['share', '$a'] },
      { call: ['drop', '$a'] },
      { call: ['info', '$small', { counts: true, usage: true }], like: /"share":0.*"share":0/ },
      { call: ['create', '$small', 'dataport', { format: 'float' }], save: 'b' },
      { call: ['share', '$b'] },
    ],
  },
  {
    name: 'O21 activated lists what was shared with the caller and activated by it',
    steps: [
      ...shared,
      activate,
      {
        as: 'stranger',
        call: ['listing', ['client', 'dataport'], ['activated']],
        result: [[], ['$float']],
      },
      { as: 'stranger', call: ['listing', ['dataport'], {}], result: { dataport: [] } },
      {
        as: 'stranger',
        call: ['listing', ['dataport'], { activated: true, owned: true }],
        result: { dataport: ['$float'] },
      },
      { call: ['drop', '$float'] },
      { as: 'stranger', call: ['listing', ['dataport'], ['activated']], result: [[]] },
    ],
  },
  {
    name: 'O9 a shared client is looked at, and neither its key nor what it owns comes with it',
    steps: [
      { as: 'portal', call: ['share', '$device', {}], save: 'code' },
      activate,
      {
        as: 'stranger',
        call: ['info', '$device', {}],
        keys: ['aliases', 'basic', 'comments', 'description', 'tags'],
      },
      { as: 'stranger', call: ['listing', '$device', ['dataport']], status: 'restricted' },
      { as: 'stranger', call: ['lookup', '$device', 'aliased', 'float'], status: 'restricted' },
      { as: 'stranger', call: ['create', '$device', 'client', {}], status: 'restricted' },
      reachesNot('stranger'),
      {
        auth: { cik: '$stranger.cik', client_id: '$device' },
        call: ['lookup', 'aliased', ''],
        status: 401,
      },
    ],
  },
  {
    name: 'O9 who takes in a share by subscription gets values until it is revoked',
    steps: [
      ...shared,
      activate,
      {
        as: 'stranger',
        call: ['create', 'dataport', { format: 'float', subscribe: '$integer' }],
        status: 'restricted',
      },
      { as: 'root', call: ['update', '$stranger', { limits: { dataport: 5 } }] },
      {
        as: 'stranger',
        call: ['create', 'dataport', { format: 'float', subscribe: '$float' }],
        save: 'echo',
      },
      { call: ['info', '$float', { subscribers: true }], result: { subscribers: ['$echo'] } },
      { call: ['info', '$float', { basic: true }], like: /"subscribers":1/ },
      { call: ['write', '$float', 7] },
      { as: 'stranger', call: ['read', '$echo', {}], text: `[[${now},7.0]]` },
      { call: ['revoke', 'share', '$code'] },
      { call: ['info', '$float', { subscribers: true }], result: { subscribers: [] } },
      { advanceS: 1 },
      { call: ['write', '$float', 8] },
      { as: 'stranger', call: ['read', '$echo', {}], text: `[[${now},7.0]]` },
    ],
  },
];

export const publicCases: readonly Case[] = [
  {
    name: 'O23 what is public is read by any client, and written by none',
    steps: [
      point,
      { call: ['update', '$float', { public: true }] },
      reads('stranger'),
      { as: 'stranger', call: ['write', '$float', 1], status: 'restricted' },
      { as: 'stranger', call: ['flush', '$float'], status: 'restricted' },
      { as: 'stranger', call: ['info', '$float', { description: true }], keys: ['description'] },
      { as: 'stranger', call: ['info', '$float', { shares: true, key: true }], result: {} },
      { call: ['update', '$float', { public: false }] },
      reachesNot('stranger'),
      { as: 'stranger', call: ['info', '$float', {}], status: 'restricted' },
    ],
  },
  {
    name: 'O23 whom a public dispatch tells is not public',
    steps: [
      {
        call: [
          'create',
          'dispatch',
          { method: 'http_post', recipient: 'http://x.example/?token=secret', public: true },
        ],
        save: 'told',
      },
      {
        as: 'stranger',
        call: ['info', '$told', { description: true }],
        like: /^(?!.*secret).*"method":"http_post"/,
      },
      { call: ['info', '$told', { description: true }], like: /secret/ },
    ],
  },
];

export const tagCases: readonly Case[] = [
  {
    name: 'O22 tags are added and removed, and shown with the resource and with who gave them',
    steps: [
      { call: ['tag', '$float', 'add', 'garden'] },
      { call: ['tag', '$float', 'add', 'ärmel/☃ 1'] },
      { call: ['tag', '$float', 'add', 'garden'] },
      { call: ['info', '$float', { tags: true }], result: { tags: ['ärmel/☃ 1', 'garden'] } },
      { call: ['info', alias(''), { tagged: true }], result: { tagged: ['$float'] } },
      { call: ['listing', ['dataport', 'client'], ['tagged']], result: [['$float'], []] },
      { call: ['tag', '$float', 'remove', 'garden'] },
      { call: ['tag', '$float', 'remove', 'garden'] },
      { call: ['info', '$float', { tags: true }], result: { tags: ['ärmel/☃ 1'] } },
      { call: ['tag', '$float', 'remove', 'ärmel/☃ 1'] },
      { call: ['listing', ['dataport'], ['tagged']], result: [[]] },
    ],
  },
  {
    name: 'O22 what anybody has tagged is listed for those who may read it',
    steps: [
      { call: ['update', '$float', { public: true }] },
      { as: 'stranger', call: ['tag', '$float', 'add', 'nice'] },
      { call: ['tag', '$integer', 'add', 'mine'] },
      { as: 'stranger', call: ['listing', ['dataport'], ['tagged']], result: [['$float']] },
      { call: ['info', '$float', { tags: true }], result: { tags: ['nice'] } },
      { call: ['update', '$float', { public: false }] },
      { as: 'stranger', call: ['listing', ['dataport'], ['tagged']], result: [[]] },
      { as: 'root', call: ['drop', '$stranger'] },
      { call: ['info', '$float', { tags: true }], result: { tags: [] } },
    ],
  },
  {
    name: 'O22 a tag for what is out of reach, or that is no tag, is refused',
    steps: [
      { as: 'stranger', call: ['tag', '$float', 'add', 'x'], status: 'restricted' },
      { call: ['tag', '$float', 'add', ''], status: 'invalid' },
      { call: ['tag', '$float', 'add', 'x'.repeat(257)], status: 'invalid' },
      { call: ['tag', '$float', 'give', 'x'], status: 'fail', code: 501 },
      { call: ['tag', '$float', 'add'], status: 'fail', code: 501 },
      { call: ['tag'], status: 'fail', code: 501 },
    ],
  },
];
