// Conformance cases: the life of a CIK (seed 003, "Shares and Keys").

import { type Case, self, type Step } from './scene.ts';

const nothing = '0'.repeat(40);
const day = 86_400;
/** A client of the device that nobody has used, under `$new`, with its key under `$new.cik`. */
const fresh: readonly Step[] = [
  { call: ['create', 'client', {}], save: 'new' },
  { call: ['info', '$new', { key: true }], pick: 'key', save: 'new.cik' },
];
const hasStatus = (status: string): Step => ({
  call: ['info', '$new', { basic: true }],
  like: new RegExp(`"status":"${status}"`),
});
const isShut = (as: string): Step => ({ as, call: ['lookup', 'aliased', ''], status: 401 });
const opens = (as: string): Step => ({ as, call: ['lookup', 'aliased', ''], result: '$new' });

export const keyCases: readonly Case[] = [
  {
    name: 'O9 the key of a new client works at once, and its first use activates it',
    steps: [...fresh, hasStatus('notactivated'), opens('new'), hasStatus('activated')],
  },
  {
    name: 'O9 the key of a new client waits for its first use as long as it takes',
    steps: [...fresh, { advanceS: 400 * day }, opens('new'), hasStatus('activated')],
  },
  {
    name: 'O9 activate a key once; it is invalid when it is activated already, unknown, or no key',
    steps: [
      ...fresh,
      { call: ['activate', 'client', '$new.cik'] },
      hasStatus('activated'),
      { call: ['activate', 'client', '$new.cik'], status: 'invalid' },
      { call: ['activate', 'client', nothing], status: 'invalid' },
      { call: ['activate', 'client', 'x'], status: 'invalid' },
      opens('new'),
    ],
  },
  {
    name: 'O9 activate a key of a client that one does not own is noauth, ones own included',
    steps: [
      ...fresh,
      { as: 'stranger', call: ['activate', 'client', '$new.cik'], status: 'noauth' },
      { call: ['activate', 'client', '$device.cik'], status: 'noauth' },
      { as: 'new', call: ['activate', 'client', '$device.cik'], status: 'noauth' },
      { as: 'portal', call: ['activate', 'client', '$new.cik'], status: 'invalid' },
    ],
  },
  {
    name: 'O9 the long form of activate and deactivate names the client first',
    steps: [
      ...fresh,
      { as: 'portal', call: ['activate', '$device', 'client', '$new.cik'] },
      hasStatus('activated'),
      { as: 'portal', call: ['deactivate', '$device', 'client', '$new.cik'] },
      hasStatus('expired'),
      { as: 'stranger', call: ['activate', '$device', 'client', '$new.cik'], status: 'restricted' },
    ],
  },
  {
    name: 'O9 the replacement of a key that was activated must be activated first',
    steps: [
      ...fresh,
      opens('new'),
      { call: ['revoke', 'client', '$new.cik'], save: 'next.cik' },
      isShut('new'),
      isShut('next'),
      hasStatus('notactivated'),
      { call: ['info', '$new', { key: true }], has: { key: '$next.cik' } },
      { call: ['activate', 'client', '$new.cik'], status: 'invalid' },
      { call: ['activate', 'client', '$next.cik'] },
      opens('next'),
      hasStatus('activated'),
    ],
  },
  {
    name: 'O9 the replacement of a key that was never activated opens by its first use',
    steps: [
      ...fresh,
      { call: ['revoke', 'client', '$new.cik'], save: 'next.cik' },
      isShut('new'),
      opens('next'),
    ],
  },
  {
    name: 'O9 a replacement expires after a day unless it is activated',
    steps: [
      ...fresh,
      opens('new'),
      { call: ['revoke', 'client', '$new.cik'], save: 'next.cik' },
      { advanceS: day - 1 },
      hasStatus('notactivated'),
      { advanceS: 1 },
      hasStatus('expired'),
      { call: ['activate', 'client', '$next.cik'], status: 'invalid' },
      isShut('next'),
      { call: ['revoke', 'client', '$next.cik'], save: 'last.cik' },
      { call: ['activate', 'client', '$last.cik'] },
      { advanceS: 2 * day },
      opens('last'),
    ],
  },
  {
    name: 'O9 also a replacement that would open by its use expires after a day',
    steps: [
      ...fresh,
      { call: ['revoke', 'client', '$new.cik'], save: 'next.cik' },
      { advanceS: day },
      isShut('next'),
    ],
  },
  {
    name: 'O10 deactivate expires a key, whether or not it was activated',
    steps: [
      ...fresh,
      { call: ['deactivate', 'client', '$new.cik'] },
      hasStatus('expired'),
      isShut('new'),
      { call: ['activate', 'client', '$new.cik'], status: 'invalid' },
      { call: ['revoke', 'client', '$new.cik'], save: 'next.cik' },
      opens('next'),
      { call: ['deactivate', 'client', '$next.cik'] },
      isShut('next'),
      { call: ['revoke', 'client', '$next.cik'], save: 'last.cik' },
      isShut('last'),
      { call: ['activate', 'client', '$last.cik'] },
      opens('last'),
    ],
  },
  {
    name: 'O10 deactivate of an unknown key is invalid, of anothers client noauth',
    steps: [
      ...fresh,
      { call: ['deactivate', 'client', nothing], status: 'invalid' },
      { as: 'stranger', call: ['deactivate', 'client', '$new.cik'], status: 'noauth' },
      { as: 'new', call: ['deactivate', 'client', '$device.cik'], status: 'noauth' },
      { call: ['deactivate', 'client', '$device.cik'], status: 'noauth' },
    ],
  },
  {
    name: 'O27 revoke of an unknown key is invalid, of anothers client noauth',
    steps: [
      ...fresh,
      { call: ['revoke', 'client', nothing], status: 'invalid' },
      { as: 'stranger', call: ['revoke', 'client', '$new.cik'], status: 'noauth' },
      { as: 'new', call: ['revoke', 'client', '$device.cik'], status: 'noauth' },
      { call: ['revoke', 'client', '$device.cik'], status: 'noauth' },
      { call: ['drop', '$new'] },
      { call: ['revoke', 'client', '$new.cik'], status: 'invalid' },
      isShut('new'),
    ],
  },
  {
    name: 'O27 the key of a client whose owner was dropped is unknown',
    steps: [
      { as: 'root', call: ['drop', '$portal'] },
      { as: 'root', call: ['revoke', 'client', '$device.cik'], status: 'invalid' },
      { as: 'root', call: ['activate', 'client', '$device.cik'], status: 'invalid' },
      { as: 'device', call: ['info', self], status: 401 },
    ],
  },
  {
    name: 'O6 activate, deactivate and revoke without a kind or a code fail',
    steps: ['activate', 'deactivate', 'revoke'].flatMap((procedure): Step[] => [
      { call: [procedure], status: 'fail', code: 501 },
      { call: [procedure, 'client'], status: 'fail', code: 501 },
      { call: [procedure, 'client', 7], status: 'fail', code: 501 },
      { call: [procedure, 'dataport', nothing], status: 'fail', code: 501 },
    ]),
  },
  {
    name: 'O8 a locked client and all below it are answered locked, and its status says so',
    steps: [
      { as: 'portal', call: ['update', '$device', { locked: true }] },
      { call: ['info', self], status: 'locked' },
      { as: 'portal', call: ['info', '$device', { basic: true }], like: /"status":"locked"/ },
      { as: 'root', call: ['update', '$portal', { locked: true }] },
      { as: 'portal', call: ['read', '$float'], status: 'locked' },
      { as: 'root', call: ['update', '$portal', { locked: false }] },
      { as: 'portal', call: ['update', '$device', { locked: false }] },
      { call: ['info', self], keys: infoKeys() },
    ],
  },
];

function infoKeys(): readonly string[] {
  return [
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
  ];
}
