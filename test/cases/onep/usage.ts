// Conformance cases: usage over time, and what is limited by the day (O25, O26).

import { alias, type Case, now, self, type Step } from './scene.ts';

const nothing = '0'.repeat(40);
const limitIo = (io: number | string): Step => ({
  as: 'portal',
  call: ['update', '$device', { limits: { io } }],
});

export const usageCases: readonly Case[] = [
  {
    name: 'O25 of what is owned usage is the count times the seconds, the whole subtree included',
    steps: [
      { advanceS: 10 },
      { as: 'portal', call: ['usage', '$device', 'dataport', now, now + 10], result: 50 },
      { as: 'root', call: ['usage', self, 'dataport', now, now + 10], result: 50 },
      { as: 'root', call: ['usage', self, 'client', now, now + 10], result: 30 },
      { call: ['drop', '$float'] },
      { advanceS: 10 },
      { call: ['usage', self, 'dataport', now, now + 20], result: 90 },
      { call: ['usage', self, 'dataport', now + 5, now + 12], result: 5 * 5 + 2 * 4 },
      { call: ['usage', self, 'dataport', 0, now], result: 0 },
      { call: ['usage', self, 'datarule', 0, now + 20], result: 0 },
      { call: ['usage', alias(''), 'dispatch', 0, now + 20], result: 0 },
    ],
  },
  {
    name: 'O25 what is still to come is not counted',
    steps: [
      { advanceS: 10 },
      { call: ['usage', self, 'dataport', now, now + 1_000_000], result: 50 },
      { call: ['usage', self, 'dataport', now + 50, now + 100], result: 0 },
    ],
  },
  {
    name: 'O25 of what is used up usage is the sum over the window, both ends included',
    steps: [
      { call: ['share', '$float'] },
      { advanceS: 10 },
      { call: ['share', '$float'], save: 'code' },
      { call: ['revoke', 'share', '$code'] },
      { call: ['usage', self, 'share', now, now + 10], result: 2 },
      { as: 'portal', call: ['usage', self, 'share', now + 1, now + 10], result: 1 },
      { call: ['usage', self, 'share', now, now + 9], result: 1 },
      { call: ['usage', self, 'share', now + 11, now + 99], result: 0 },
      { call: ['usage', self, 'email', 0, now + 10], result: 0 },
      { call: ['usage', self, 'http', 0, now + 10], result: 0 },
      { call: ['usage', self, 'sms', 0, now + 10], result: 0 },
      { call: ['usage', self, 'xmpp', 0, now + 10], result: 0 },
    ],
  },
  {
    name: 'O25 usage of what is no client, of a stranger, of no metric or no window is refused',
    steps: [
      { call: ['usage', '$float', 'dataport', 0, 1], status: 'invalid' },
      { call: ['usage', self, 'points', 0, 1], status: 'invalid' },
      { call: ['usage', self, 'dataport', 2, 1], status: 'invalid' },
      { call: ['usage', self, 'dataport', -2, 1], status: 'invalid' },
      { as: 'stranger', call: ['usage', '$device', 'dataport', 0, 1], status: 'restricted' },
      { call: ['usage', nothing, 'dataport', 0, 1], status: 'restricted' },
      { call: ['usage', self, 'dataport'], status: 'fail', code: 501 },
      { call: ['usage', self, 'dataport', '0', '1'], status: 'fail', code: 501 },
      { call: ['usage'], status: 'fail', code: 501 },
    ],
  },
];

export const dailyCases: readonly Case[] = [
  {
    name: 'O26 io counts the calls of a day, and begins anew at midnight UTC',
    steps: [
      limitIo(2),
      { call: ['record', '$float', [[100, 1.5]], {}] },
      { call: ['wait', '$float', { since: 1 }], text: '[100,1.5]' },
      { call: ['lookup', 'aliased', ''], status: 'limit' },
      { call: ['wait', '$float', { timeout: 0 }], status: 'limit' },
      { call: ['write', '$float', 1], status: 'limit' },
      { as: 'portal', call: ['read', '$float', {}], text: '[[100,1.5]]' },
      { advanceS: 86_399 },
      { call: ['lookup', 'aliased', ''], status: 'limit' },
      { advanceS: 1 },
      { call: ['lookup', 'aliased', ''] },
    ],
  },
  {
    name: 'O26 a limit to the calls above counts all below, and a daily limit moves at once',
    steps: [
      { as: 'root', call: ['update', '$portal', { limits: { io: 2 } }] },
      { call: ['lookup', 'aliased', ''] },
      { as: 'portal', call: ['lookup', 'aliased', ''] },
      { call: ['lookup', 'aliased', ''], status: 'limit' },
      { as: 'root', call: ['update', '$portal', { limits: { io: 1 } }] },
      { call: ['lookup', 'aliased', ''], status: 'limit' },
      { as: 'root', call: ['update', '$portal', { limits: { io: 'inherit' } }] },
      { call: ['lookup', 'aliased', ''] },
    ],
  },
  {
    name: 'O26 limits of datarules and dispatches are kept',
    steps: [
      {
        call: ['create', 'client', { limits: { datarule: 1, dispatch: 'inherit' } }],
        save: 'small',
      },
      {
        call: [
          'create',
          '$small',
          'datarule',
          { format: 'boolean', rule: { timeout: { timeout: 9, repeat: false } } },
        ],
      },
      {
        call: [
          'create',
          '$small',
          'datarule',
          { format: 'boolean', rule: { timeout: { timeout: 9, repeat: false } } },
        ],
        status: 'limit',
      },
      { as: 'portal', call: ['update', '$device', { limits: { dispatch: 1 } }] },
      { call: ['create', 'dispatch', { method: 'sms', recipient: '6125551234' }] },
      {
        call: ['create', '$small', 'dispatch', { method: 'sms', recipient: '6125551234' }],
        status: 'limit',
      },
    ],
  },
];
