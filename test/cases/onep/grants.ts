// Conformance cases: tokens (spec, "Auth forms"; `grant`).

import { alias, type Case, self, type Step } from './scene.ts';

const rights = { $float: ['read', 'write'], $integer: ['read'] };
const granted: readonly Step[] = [
  { call: ['record', '$float', [[100, 1.5]], {}] },
  { call: ['grant', self, rights, { ttl: 60 }], save: 'token' },
];
const auth = { token: '$token' };

export const grantCases: readonly Case[] = [
  {
    name: 'O9 a token reads and writes what it names',
    steps: [
      { call: ['grant', self, rights, { ttl: 60 }], like: /"result":"[0-9a-f]{40}"/ },
      ...granted,
      { auth, call: ['read', '$float', {}], text: '[[100,1.5]]' },
      { auth, call: ['read', alias('float'), {}], text: '[[100,1.5]]' },
      { auth, call: ['record', '$float', [[101, 2]], {}] },
      { auth, call: ['write', alias('float'), 3] },
      { auth, call: ['read', '$integer', {}], result: [] },
      { auth, call: ['wait', '$float', { since: 1 }], text: '[100,1.5]' },
      { auth, call: ['info', '$float', { storage: true }], keys: ['storage'] },
    ],
  },
  {
    name: 'O9 a token does nothing that it does not name',
    steps: [
      ...granted,
      ...(
        [
          ['write', '$integer', 1],
          ['flush', '$integer'],
          ['read', '$string', {}],
          ['info', self, {}],
          ['info', '$string', {}],
          ['update', '$float', { name: 'x' }],
          ['drop', '$float'],
          ['create', 'dataport', { format: 'float' }],
          ['create', 'clone', { rid: '$float' }],
          ['listing', ['dataport']],
          ['lookup', 'aliased', 'float'],
          ['map', 'alias', '$float', 'x'],
          ['unmap', 'alias', 'float'],
          ['share', '$float', {}],
          ['grant', self, rights, {}],
          ['tag', '$float', 'add', 'x'],
          ['move', '$float', self],
          ['usage', self, 'dataport', 0, 1],
          ['activate', 'share', '0'.repeat(40)],
          ['revoke', 'client', '0'.repeat(40)],
        ] as const
      ).map((call): Step => ({ auth, call, status: 'restricted' })),
    ],
  },
  {
    name: 'O9 a right to a client holds for what lies below it',
    steps: [
      { call: ['record', '$float', [[100, 1.5]], {}] },
      { as: 'portal', call: ['grant', self, { $device: ['read'] }], save: 'token' },
      { auth, call: ['read', '$float', {}], text: '[[100,1.5]]' },
      { auth, call: ['write', '$float', 1], status: 'restricted' },
      { auth, call: ['info', '$device', { key: true, basic: true }], keys: ['basic'] },
      { auth, call: ['info', '$portal', {}], status: 'restricted' },
    ],
  },
  {
    name: 'O9 a token ends, and with its client at once',
    steps: [
      ...granted,
      { advanceS: 59 },
      { auth, call: ['read', '$float', {}] },
      { advanceS: 1 },
      { auth, call: ['read', '$float', {}], status: 401 },
      { call: ['grant', self, rights, { ttl: 60 }], save: 'token' },
      { as: 'portal', call: ['update', '$device', { locked: true }] },
      { auth, call: ['read', '$float', {}], status: 'locked' },
      { as: 'root', call: ['drop', '$portal'] },
      { auth, call: ['read', '$float', {}], status: 401 },
      { auth: { token: 'x' }, call: ['read', '$float', {}], status: 401 },
    ],
  },
  {
    name: 'O9 one grants what one rules, to a client that one rules',
    steps: [
      { as: 'stranger', call: ['grant', self, rights], status: 'restricted' },
      { as: 'stranger', call: ['grant', '$device', rights], status: 'restricted' },
      { as: 'portal', call: ['grant', '$device', { $portal: ['read'] }], status: 'restricted' },
      { as: 'portal', call: ['grant', '$device', rights] },
      { call: ['grant', '$float', rights], status: 'invalid' },
      { call: ['grant', self, { $float: ['own'] }], status: 'invalid' },
      { call: ['grant', self, { float: ['read'] }], status: 'invalid' },
      { call: ['grant', self, rights, { ttl: 0 }], status: 'invalid' },
      { call: ['grant', self, rights, { ttl: 'long' }], status: 'invalid' },
      { call: ['grant', self], status: 'fail', code: 501 },
      { call: ['grant'], status: 'fail', code: 501 },
    ],
  },
];
