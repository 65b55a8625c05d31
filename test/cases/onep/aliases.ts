// Conformance cases: aliases (seed 003, "Aliases").

import { alias, type Case, self } from './scene.ts';

export const aliasCases: readonly Case[] = [
  {
    name: 'O28 lookup finds an alias by either word, and oneself by an empty one',
    steps: [
      { call: ['lookup', 'aliased', 'float'], result: '$float' },
      { call: ['lookup', 'alias', 'float'], result: '$float' },
      { call: ['lookup', 'aliased', ''], result: '$device' },
      { call: ['lookup', 'aliased', 'nobody'], status: 'invalid' },
    ],
  },
  {
    name: 'O28 lookup with a leading resource looks from there',
    steps: [
      { as: 'portal', call: ['lookup', '$device', 'aliased', 'float'], result: '$float' },
      { as: 'stranger', call: ['lookup', '$device', 'aliased', 'float'], status: 'restricted' },
    ],
  },
  {
    name: 'O28 the owner is told within the subtree, and never ones own',
    steps: [
      { as: 'root', call: ['lookup', 'owner', '$float'], result: '$device' },
      { as: 'portal', call: ['lookup', 'owner', '$device'], result: '$portal' },
      { call: ['lookup', 'owner', alias('float')], result: '$device' },
      { call: ['lookup', 'owner', '$device'], status: 'restricted' },
      { call: ['lookup', 'owner', self], status: 'restricted' },
      { as: 'stranger', call: ['lookup', 'owner', '$float'], status: 'restricted' },
    ],
  },
  {
    name: 'O28 an unknown share code is invalid, another kind of lookup fails',
    steps: [
      { call: ['lookup', 'shared', 'f'.repeat(40)], status: 'invalid' },
      { call: ['lookup', 'named', 'x'], status: 'fail', code: 501 },
      { call: ['lookup', 'aliased', 7], status: 'fail', code: 501 },
      { call: ['lookup', 'aliased'], status: 'fail', code: 501 },
      { call: ['lookup'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O28 map gives a name once; a resource may have several',
    steps: [
      { call: ['map', 'alias', '$float', 'warm'] },
      { call: ['map', 'alias', '$integer', 'warm'], status: 'invalid' },
      { call: ['map', 'alias', '$float', 'warm'], status: 'invalid' },
      { call: ['lookup', 'aliased', 'warm'], result: '$float' },
      { call: ['map', 'alias', alias('float'), 'ärmel/☃ 1'] },
      { call: ['lookup', 'aliased', 'ärmel/☃ 1'], result: '$float' },
      {
        call: ['info', '$float', { aliases: true }],
        result: { aliases: { $float: ['ärmel/☃ 1', 'float', 'warm'] } },
      },
    ],
  },
  {
    name: 'O28 aliases are of one client: another may use the same name',
    steps: [
      { as: 'portal', call: ['map', 'alias', '$device', 'float'] },
      { as: 'portal', call: ['lookup', 'aliased', 'float'], result: '$device' },
      { call: ['lookup', 'aliased', 'float'], result: '$float' },
    ],
  },
  {
    name: 'O28 map of oneself, of a stranger, or with no possible name is refused',
    steps: [
      { call: ['map', 'alias', self, 'me'], status: 'restricted' },
      { as: 'stranger', call: ['map', 'alias', '$float', 'mine'], status: 'restricted' },
      { call: ['map', 'alias', '$float', ''], status: 'invalid' },
      { call: ['map', 'alias', '$float', 'x'.repeat(257)], status: 'invalid' },
      { call: ['map', 'alias', '$float', '\ud800'], status: 'invalid' },
      { call: ['map', 'name', '$float', 'x'], status: 'fail', code: 501 },
      { call: ['map', 'alias', '$float'], status: 'fail', code: 501 },
    ],
  },
  {
    name: 'O28 unmap forgets a name, and one that is not there is forgotten already',
    steps: [
      { call: ['unmap', 'alias', 'float'] },
      { call: ['lookup', 'aliased', 'float'], status: 'invalid' },
      { call: ['unmap', 'alias', 'float'] },
      { call: ['unmap', 'alias', '\ud800'] },
      { as: 'portal', call: ['unmap', '$device', 'alias', 'integer'] },
      { call: ['lookup', 'aliased', 'integer'], status: 'invalid' },
      { call: ['unmap', 'name', 'x'], status: 'fail', code: 501 },
    ],
  },
];
