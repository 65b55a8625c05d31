// Conformance cases: clones and moves (seed 003, "create (clone)"; spec, `move`; O11).

import { alias, type Case, now, self, type Step } from './scene.ts';

/** The device with something of everything: a point, a subscription, an operand, a rule. */
const furnished: readonly Step[] = [
  { call: ['record', '$float', [[100, 1.5]], {}] },
  {
    call: [
      'create',
      'dataport',
      { format: 'float', subscribe: '$float', preprocess: [['add', '$integer']], name: 'sum' },
    ],
    save: 'sum',
  },
  { call: ['map', 'alias', '$sum', 'sum'] },
  { call: ['write', '$integer', 10] },
];
const cloned = (options: object = {}): readonly Step[] => [
  { as: 'portal', call: ['create', 'clone', { rid: '$device', ...options }], save: 'copy' },
  { as: 'portal', call: ['info', '$copy', { key: true }], pick: 'key', save: 'copy.cik' },
];

export const cloneCases: readonly Case[] = [
  {
    name: 'O11 the clone of a dataport has its description and history, and a name that is free',
    steps: [
      { call: ['record', '$float', [[100, 1.5]], {}] },
      { call: ['create', 'clone', { rid: '$float' }], save: 'copy' },
      { call: ['read', '$copy', {}], text: '[[100,1.5]]' },
      { call: ['record', '$copy', [[101, 2]], {}] },
      { call: ['read', '$float', { limit: 9 }], text: '[[100,1.5]]' },
      { call: ['info', '$copy', { description: true }], like: /"format":"float"/ },
      { call: ['lookup', 'aliased', 'float'], result: '$float' },
      { call: ['info', '$copy', { aliases: true }], result: { aliases: {} } },
      { as: 'portal', call: ['create', 'clone', { rid: '$float' }], save: 'higher' },
      { as: 'portal', call: ['lookup', 'aliased', 'float'], result: '$higher' },
    ],
  },
  {
    name: 'O11 the clone of a client has all that lies below it, names and history included',
    steps: [
      ...furnished,
      ...cloned(),
      { as: 'copy', call: ['lookup', 'aliased', ''], result: '$copy' },
      { as: 'copy', call: ['read', alias('float'), {}], text: '[[100,1.5]]' },
      {
        as: 'copy',
        call: ['info', self, { counts: true }],
        like: /"client":0,"dataport":6,"datarule":0,"dispatch":0/,
      },
      { as: 'copy', call: ['read', '$float', {}], status: 'restricted' },
      { call: ['info', self, { key: true }], has: { key: '$device.cik' } },
      { as: 'portal', call: ['info', self, { usage: true }], like: /"client":2,"dataport":12/ },
    ],
  },
  {
    name: 'O11 what subscribed within the original does so within the clone',
    steps: [
      ...furnished,
      ...cloned(),
      { as: 'copy', call: ['write', alias('float'), 1] },
      { as: 'copy', call: ['read', alias('sum'), {}], text: `[[${now},11.0]]` },
      { call: ['read', '$sum', {}], text: '[]' },
      { call: ['write', '$float', 2] },
      { as: 'copy', call: ['read', alias('sum'), {}], text: `[[${now},11.0]]` },
      { call: ['read', '$sum', {}], text: `[[${now},12.0]]` },
    ],
  },
  {
    name: 'O11 noaliases and nohistorical leave out names and points',
    steps: [
      ...furnished,
      ...cloned({ noaliases: true, nohistorical: true }),
      { as: 'copy', call: ['lookup', 'aliased', 'float'], status: 'invalid' },
      { as: 'copy', call: ['info', self, { aliases: true }], result: { aliases: {} } },
      { as: 'copy', call: ['info', self, { counts: true }], like: /"dataport":6.*"disk":0/ },
    ],
  },
  {
    name: 'O11 a code that nobody has activated is a template for whoever has it',
    steps: [
      ...furnished,
      { as: 'root', call: ['update', '$stranger', { limits: { client: 3, dataport: 'inherit' } }] },
      { as: 'portal', call: ['share', '$device', {}], save: 'code' },
      { as: 'stranger', call: ['create', 'clone', { code: '$code' }], save: 'copy' },
      { as: 'stranger', call: ['info', '$copy', { key: true }], pick: 'key', save: 'copy.cik' },
      { as: 'copy', call: ['read', alias('float'), {}], text: '[[100,1.5]]' },
      { as: 'stranger', call: ['lookup', 'owner', '$copy'], result: '$stranger' },
      { as: 'stranger', call: ['read', '$float', {}], status: 'restricted' },
      { as: 'root', call: ['activate', 'share', '$code'] },
      { as: 'stranger', call: ['create', 'clone', { code: '$code' }], status: 'invalid' },
    ],
  },
  {
    name: 'O11 a clone takes in nothing that its owner cannot read',
    steps: [
      { as: 'root', call: ['update', '$stranger', { limits: { dataport: 'inherit' } }] },
      { as: 'portal', call: ['create', 'dataport', { format: 'float' }], save: 'source' },
      {
        as: 'portal',
        call: ['create', '$device', 'dataport', { format: 'float', subscribe: '$source' }],
        save: 'taker',
      },
      { call: ['share', '$taker', {}], save: 'code' },
      { as: 'stranger', call: ['create', 'clone', { code: '$code' }], save: 'copy' },
      { as: 'portal', call: ['write', '$source', 5] },
      { call: ['read', '$taker', {}], text: `[[${now},5.0]]` },
      { as: 'stranger', call: ['read', '$copy', {}], text: '[]' },
    ],
  },
  {
    name: 'O11 rid and code, both or neither, an unknown code, and another options are invalid',
    steps: [
      { call: ['share', '$float', {}], save: 'code' },
      { call: ['create', 'clone', { rid: '$float', code: '$code' }], status: 'invalid' },
      { call: ['create', 'clone', {}], status: 'invalid' },
      { call: ['create', 'clone', { code: '0'.repeat(40) }], status: 'invalid' },
      { call: ['create', 'clone', { rid: '$float', noaliases: 'yes' }], status: 'invalid' },
      { call: ['create', 'clone', { rid: 7 }], status: 'invalid' },
      { call: ['create', 'clone'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O11 a clone of oneself, of one above, or of what is not ones own is restricted',
    steps: [
      { call: ['create', 'clone', { rid: '$device' }], status: 'restricted' },
      { call: ['create', 'clone', { rid: '$portal' }], status: 'restricted' },
      { as: 'stranger', call: ['create', 'clone', { rid: '$float' }], status: 'restricted' },
      { call: ['create', 'clone', { rid: '0'.repeat(40) }], status: 'restricted' },
    ],
  },
  {
    name: 'O26 a clone needs room for all that it holds',
    steps: [
      { as: 'root', call: ['create', 'client', { limits: { client: 1, dataport: 4 } }], save: 'k' },
      { as: 'root', call: ['create', '$k', 'clone', { rid: '$device' }], status: 'limit' },
      { as: 'root', call: ['update', '$k', { limits: { dataport: 5 } }] },
      { as: 'root', call: ['create', '$k', 'clone', { rid: '$device' }] },
      { as: 'root', call: ['create', '$k', 'clone', { rid: '$float' }], status: 'limit' },
    ],
  },
];

const sibling: Step = {
  as: 'portal',
  call: ['create', 'client', { limits: { dataport: 'inherit', client: 'inherit' } }],
  save: 'sibling',
};

export const moveCases: readonly Case[] = [
  {
    name: 'O24 move gives a resource with its points and its name to another client',
    steps: [
      { call: ['record', '$float', [[100, 1.5]], {}] },
      sibling,
      { as: 'portal', call: ['move', '$float', '$sibling', { aliases: true }] },
      { as: 'portal', call: ['lookup', 'owner', '$float'], result: '$sibling' },
      { as: 'portal', call: ['lookup', '$sibling', 'aliased', 'float'], result: '$float' },
      { as: 'portal', call: ['read', '$float', {}], text: '[[100,1.5]]' },
      { call: ['read', '$float', {}], status: 'restricted' },
      { call: ['read', alias('float'), {}], status: 'invalid' },
      { call: ['info', self, { counts: true }], like: /"dataport":4.*"disk":0/ },
      { as: 'portal', call: ['info', '$sibling', { counts: true }], like: /"dataport":1.*"disk":[1-9]/ },
      { as: 'portal', call: ['info', self, { usage: true }], like: /"client":2,"dataport":5/ },
      { as: 'portal', call: ['listing', '$sibling', ['dataport']], result: [['$float']] },
    ],
  },
  {
    name: 'O24 move without aliases takes the name away, and another name that is in use stays',
    steps: [
      sibling,
      { as: 'portal', call: ['move', '$float', '$sibling', { aliases: false }] },
      { as: 'portal', call: ['lookup', '$sibling', 'aliased', 'float'], status: 'invalid' },
      { as: 'portal', call: ['map', 'alias', '$float', 'deep'] },
      { as: 'portal', call: ['move', '$float', '$device'] },
      { as: 'portal', call: ['lookup', 'aliased', 'deep'], result: '$float' },
    ],
  },
  {
    name: 'O24 move of a client takes all below it along, and its key works on',
    steps: [
      { call: ['record', '$float', [[100, 1.5]], {}] },
      sibling,
      { as: 'portal', call: ['move', '$device', '$sibling'] },
      { call: ['read', alias('float'), {}], text: '[[100,1.5]]' },
      { as: 'portal', call: ['info', '$sibling', { usage: true }], like: /"client":1,"dataport":5/ },
      { as: 'portal', call: ['info', self, { usage: true }], like: /"client":2,"dataport":5/ },
      { as: 'root', call: ['move', '$device', self] },
      { as: 'portal', call: ['read', '$float', {}], status: 'restricted' },
      { as: 'portal', call: ['info', self, { usage: true }], like: /"client":1,"dataport":0.*"disk":0/ },
    ],
  },
  {
    name: 'O24 what a client takes in from outside ends when it is moved out of reach, what is within stays',
    steps: [
      { as: 'portal', call: ['create', 'dataport', { format: 'float' }], save: 'above' },
      { as: 'portal', call: ['update', '$float', { subscribe: '$above' }] },
      { as: 'portal', call: ['update', '$string', { subscribe: '$float' }] },
      { as: 'root', call: ['move', '$device', self] },
      { as: 'portal', call: ['write', '$above', 1] },
      { call: ['read', '$float', {}], text: '[]' },
      { call: ['write', '$float', 2.5] },
      { call: ['read', '$string', {}], text: `[[${now},"2.5"]]` },
    ],
  },
  {
    name: 'O24 a client cannot be moved into itself, nor by who does not rule both ends',
    steps: [
      sibling,
      { as: 'root', call: ['move', '$portal', '$device'], status: 'invalid' },
      { as: 'root', call: ['move', '$portal', '$portal'], status: 'invalid' },
      { as: 'root', call: ['move', '$portal', '$float'], status: 'invalid' },
      { call: ['move', self, '$device'], status: 'restricted' },
      { call: ['move', '$float', '$portal'], status: 'restricted' },
      { call: ['move', '$float', '$sibling'], status: 'restricted' },
      { as: 'stranger', call: ['move', '$float', self], status: 'restricted' },
      { call: ['move', '$float', self] },
      { call: ['move', '$float', self, { aliases: 'no' }], status: 'invalid' },
      { call: ['move', '$float'], status: 'fail', code: 501 },
      { call: ['move'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O26 move needs room with the new owner, not with those above both',
    steps: [
      { as: 'root', call: ['update', '$portal', { limits: { dataport: 5, client: 2 } }] },
      { as: 'portal', call: ['create', 'client', { limits: { dataport: 1 } }], save: 'small' },
      { as: 'portal', call: ['move', '$float', '$small'] },
      { as: 'portal', call: ['move', '$integer', '$small'], status: 'limit' },
      { as: 'portal', call: ['move', '$device', '$small'], status: 'limit' },
    ],
  },
];
