// Seeds: requests that are right, of every procedure, which the mutators bend.

import { now, type TestPlatform } from '../support/onep.ts';

/** A client with a float series, a string series that subscribes to it, a share and a child. */
export async function openWorld(platform: TestPlatform) {
  const device = await platform.client(platform.root);
  const child = await platform.client(device);
  const need = (...call: readonly unknown[]) => platform.need(device, ...call);
  const source = String(await need('create', 'dataport', { format: 'float' }));
  const echo = String(await need('create', 'dataport', { format: 'string', subscribe: source }));
  const code = String(await need('share', source, { count: 3 }));
  await need('map', 'alias', source, 'a');
  await need('map', 'alias', echo, 'b');
  return { device, child, source, echo, code };
}

type World = Awaited<ReturnType<typeof openWorld>>;

const data = ({ source, echo }: World): readonly (readonly unknown[])[] => [
  ['flush', source, { newerthan: now, olderthan: now + 9 }],
  ['read', { alias: 'a' }, { starttime: 1, endtime: now, sort: 'asc', limit: 9, selection: 'all' }],
  ['read', source, { limit: 3, selection: 'autowindow' }],
  [
    'record',
    source,
    [
      [now, 1.5],
      [-5, '2'],
    ],
    {},
  ],
  [
    'recordbatch',
    { alias: 'b' },
    [
      [now, 'x'],
      [now - 1, true],
    ],
  ],
  ['wait', source, { timeout: 0, since: now }],
  ['write', { alias: 'a' }, 21.5],
  [
    'writegroup',
    [
      [{ alias: 'a' }, 1],
      [echo, 'x'],
    ],
  ],
  ['usage', { alias: '' }, 'dataport', 0, now],
];

const preprocess = [
  ['add', 1],
  ['gt', 3],
  ['value', 2],
];
const rule = { simple: { comparison: 'gt', constant: 1, repeat: true } };

const resources = ({ child, source, code }: World): readonly (readonly unknown[])[] => [
  ['create', 'client', { name: 'n', meta: 'm', limits: { dataport: 3, email: 'inherit' } }],
  ['create', 'clone', { rid: child.rid, noaliases: true }],
  [
    'create',
    'dataport',
    { format: 'float', retention: { count: 9, duration: 'infinity' }, preprocess },
  ],
  ['create', 'datarule', { format: 'boolean', rule, subscribe: source }],
  ['create', 'dispatch', { method: 'email', recipient: 'a@b.example', message: 'm', subject: 's' }],
  ['create', 'client', 'clone', { code }],
  ['drop', child.rid],
  ['info', { alias: '' }, { basic: true, usage: true, shares: true, counts: true }],
  ['info', source, {}],
  ['listing', ['client', 'dataport'], ['owned', 'aliased']],
  ['listing', { alias: '' }, ['dataport'], { owned: true, tagged: ['t'] }],
  ['move', source, child.rid, { aliases: true }],
  ['update', source, { name: 'n', public: true, retention: { count: 4 } }],
  ['tag', source, 'add', 't'],
];

const doors = ({ device, child, source, code }: World): readonly (readonly unknown[])[] => [
  ['activate', 'share', code],
  ['activate', 'client', child.cik],
  ['deactivate', 'share', code],
  ['grant', source, { [source]: ['read', 'write'] }, { ttl: 60 }],
  ['lookup', 'alias', 'a'],
  ['lookup', 'owner', source],
  ['lookup', 'shared', code],
  ['map', 'alias', source, 'c'],
  ['unmap', 'alias', 'c'],
  ['revoke', 'share', code],
  ['revoke', 'client', device.cik],
  ['share', source, { count: 2, duration: 1, meta: 'm' }],
];

export const callsOf = (world: World): readonly (readonly unknown[])[] => [
  ...data(world),
  ...resources(world),
  ...doors(world),
];
