// Fuzz: whatever the body, the platform answers in one of its forms, and goes on.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzz, statusesOf } from '../../fuzz/fuzz.ts';
import { ask, bodyText, openTestPlatform, request } from '../../support/onep.ts';

const procedures = [
  'activate',
  'create',
  'deactivate',
  'drop',
  'flush',
  'grant',
  'info',
  'listing',
  'lookup',
  'map',
  'move',
  'read',
  'record',
  'recordbatch',
  'revoke',
  'share',
  'tag',
  'unmap',
  'update',
  'usage',
  'write',
  'writegroup',
  'wait',
  'dance',
];

const json = fc.jsonValue({ maxDepth: 4 });
const seconds = fc.oneof(
  fc.integer({ min: -5, max: 2_000_000_000 }),
  fc.constantFrom(1e300, -1e300, 0.5, 9_999_999_999, 1e10, 1e15),
);

async function openWorld() {
  const platform = await openTestPlatform();
  const device = await platform.client(platform.root);
  const rid = await platform.need(device, 'create', 'dataport', { format: 'float' });
  await platform.need(device, 'map', 'alias', rid, 'a');
  return { platform, device, rid: String(rid) };
}

/** Arguments that are almost right reach further than chance does. */
const likely = (rid: string) =>
  fc.oneof(
    fc.constantFrom<unknown>(rid, { alias: 'a' }, { alias: '' }, 'alias', 'aliased', 'owner', 'a'),
    fc.constantFrom<unknown>('client', 'dataport', ['dataport', 'client'], ['owned'], {}),
    fc.constantFrom<unknown>(
      'datarule',
      'dispatch',
      'clone',
      'share',
      'add',
      'remove',
      'a'.repeat(40),
    ),
    fc.record(
      {
        rid: fc.constantFrom<unknown>(rid, '0'.repeat(40), { alias: 'a' }, 7),
        code: fc.constantFrom<unknown>('0'.repeat(40), null),
        count: fc.oneof(seconds, json),
        duration: fc.oneof(seconds, fc.constant('infinity')),
        ttl: seconds,
        [rid]: fc.constantFrom<unknown>(['read'], ['write', 'own'], 'read'),
        noaliases: fc.boolean(),
        aliases: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    fc.record(
      {
        format: fc.constantFrom('boolean', 'float', 'string'),
        method: fc.constantFrom('email', 'http_post', 'sms', 'pigeon'),
        recipient: fc.constantFrom('a@b.example', 'http://h.example/', '12345', ''),
        rule: fc.oneof(json, fc.constantFrom({ timeout: { timeout: 1 } }, { simple: {} })),
        subscribe: fc.constantFrom<unknown>(rid, null, { alias: 'a' }, '0'.repeat(40)),
        preprocess: fc.oneof(json, fc.constantFrom([['add', rid]], [['div', 0]])),
      },
      { requiredKeys: [] },
    ),
    fc.array(fc.tuple(seconds, fc.oneof(fc.double(), fc.string(), json)), { maxLength: 4 }),
    fc.record(
      {
        starttime: seconds,
        endtime: seconds,
        limit: fc.oneof(seconds, fc.nat({ max: 5 })),
        sort: fc.constantFrom('asc', 'desc', 'up'),
        selection: fc.constantFrom('all', 'givenwindow', 'autowindow'),
        newerthan: seconds,
        olderthan: seconds,
        timeout: fc.constant(0),
        since: seconds,
      },
      { requiredKeys: ['timeout'] },
    ),
    fc.record(
      {
        format: fc.constantFrom('float', 'string', 'gold'),
        name: fc.oneof(fc.string({ unit: 'binary' }), json),
        retention: fc.oneof(json, fc.record({ count: seconds, duration: seconds })),
        limits: fc.oneof(json, fc.record({ dataport: fc.constantFrom(1, 'inherit', -1) })),
        public: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    json,
  );

test('calls of almost right arguments are answered, each', { timeout: 60_000 }, async () => {
  const { platform, device, rid } = await openWorld();
  const call = fc
    .tuple(fc.constantFrom(...procedures), fc.array(likely(rid), { maxLength: 4 }))
    .map(([procedure, args]) => [procedure, ...args]);
  await fc.assert(
    fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 6 }), async (calls) => {
      const answered = ask(platform.handle, request(device, calls));
      await platform.clock.settle();
      await platform.clock.advance(30_000);
      const reply = await answered;
      assert.equal(reply.status, 200);
      assert.equal(statusesOf(bodyText(reply)).length, calls.length);
    }),
    { numRuns: 600 },
  );
  await platform.need(device, 'lookup', 'aliased', '');
});

test('bodies of any JSON, of broken JSON and of any bytes are answered', async () => {
  const { platform, device, rid } = await openWorld();
  const good = JSON.stringify(request(device, [['read', rid, { limit: 1 }]]));
  const broken = fc
    .tuple(fc.nat({ max: good.length }), fc.nat({ max: good.length }), fc.string())
    .map(([from, to, text]) => good.slice(0, from) + text + good.slice(to));
  const envelope = fc
    .record({ auth: fc.oneof(json, fc.constant({ cik: device.cik })), calls: json })
    .map((body) => JSON.stringify(body));
  const body = fc.oneof(
    json.map((any) => JSON.stringify(any)),
    envelope,
    broken,
    fc.uint8Array({ maxLength: 200 }),
  );
  await fc.assert(
    fc.asyncProperty(body, async (bytes) => {
      const reply = await ask(platform.handle, bytes);
      assert.equal(reply.status, 200);
      assert.doesNotThrow(() => statusesOf(bodyText(reply)));
    }),
    { numRuns: 3000 },
  );
});

/** HOLDFAST_FUZZ says how many requests; `npm run fuzz` sends a million. */
const bentRequests = Number(process.env.HOLDFAST_FUZZ ?? 4000);
const msPerRequest = 10;

test('requests that are bent in their bytes or their grammar are answered, each', {
  timeout: 60_000 + bentRequests * msPerRequest,
}, async () => {
  const { requests, called, granted } = await fuzz(bentRequests, 1);
  assert.equal(requests, bentRequests);
  assert.ok(called > bentRequests / 2, `${called} calls were reached`);
  assert.ok(granted > called / 10, `${granted} of ${called} calls were granted`);
});
