// Boundaries: whatever clients do to each other, nobody reads or writes across a boundary (100,000 cases).

import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { openTestPlatform } from '../../../support/onep.ts';
import { attempt, deeds, type Pick, settle, type World } from './deeds.ts';
import { type ClientModel, type DataModel, mayRead, newModel, rules } from './model.ts';

/** HOLDFAST_CASES says how many attempts have to be judged. */
const wantedCases = Number(process.env.HOLDFAST_CASES ?? 10_000);
const secondsPerCase = 0.02;

const all = { limit: 1000, sort: 'asc' };

/** Reads everything as everybody: what comes is what the model has, and only for those whom it lets. */
async function readAll(world: World): Promise<void> {
  const { platform, model, tally } = world;
  for (const client of model.clients) {
    const targets = [...model.data];
    const answers = await platform.rpc(client, ...targets.map(({ rid }) => ['read', rid, all]));
    for (const [at, data] of targets.entries()) {
      tally.cases += 1;
      const told = answers[at];
      const allowed = mayRead(model, client, data);
      if (!allowed) tally.refused += 1;
      assert.equal(told?.status, allowed ? 'ok' : 'restricted');
      if (!allowed) continue;
      const values = ((told?.result ?? []) as [number, string][]).map(([, value]) => value);
      assert.deepEqual(values.sort(), [...data.values].sort());
    }
  }
}

/** What only those may do who rule a resource. */
const doors = ({ rid }: DataModel): readonly (readonly unknown[])[] => [
  ['write', rid, 'x'],
  ['record', rid, [[1, 'x']], {}],
  ['recordbatch', rid, [[1, 'x']]],
  ['writegroup', [[rid, 'x']]],
  ['flush', rid],
  ['lookup', 'owner', rid],
  ['update', rid, { name: 'mine' }],
  ['drop', rid],
];
/** The same for a client, and what would let one in. */
const gates = ({ rid, cik }: ClientModel): readonly (readonly unknown[])[] => [
  ['info', rid, {}],
  ['listing', rid, ['dataport'], ['owned']],
  ['lookup', rid, 'aliased', ''],
  ['create', rid, 'dataport', { format: 'string' }],
  ['create', rid, 'client', {}],
  ['create', 'clone', { rid }],
  ['unmap', rid, 'alias', 'x'],
  ['usage', rid, 'dataport', 0, 1],
  ['grant', rid, { [rid]: ['read'] }],
  ['revoke', 'client', cik],
  ['deactivate', 'client', cik],
  ['activate', 'client', cik],
];

/** Each world tries some of the doors: worlds are cheap, and their stories are what differs. */
const everyDoor = 5;

/** Knocks at doors across a boundary; none opens, and no answer holds another's key or value. */
async function knock(world: World): Promise<void> {
  const { platform, model, tally } = world;
  for (const client of model.clients) {
    const foreign = [...model.data].filter(({ owner }) => !rules(client, owner));
    const clients = [...model.clients].filter((other) => !rules(client, other));
    const calls = [...foreign.flatMap(doors), ...clients.flatMap(gates)].filter(
      (_, at) => at % everyDoor === tally.cases % everyDoor,
    );
    for (const { status, result } of calls.length ? await platform.rpc(client, ...calls) : []) {
      tally.cases += 1;
      tally.refused += 1;
      assert.ok(status === 'restricted' || status === 'noauth', String(status));
      assert.equal(result, undefined);
    }
    await seesNoSecrets(world, client);
  }
}

/** Whatever a client may ask about everything, it never learns a key that it does not rule. */
async function seesNoSecrets(world: World, client: ClientModel): Promise<void> {
  const { platform, model } = world;
  const targets = [...model.data, ...model.clients];
  const filters = ['activated', 'aliased', 'owned', 'public', 'tagged'];
  const told = JSON.stringify(
    await platform.rpc(client, ...targets.map(({ rid }) => ['info', rid, {}]), [
      'listing',
      ['client', 'dataport'],
      filters,
    ]),
  );
  for (const other of model.clients) {
    if (!rules(client, other)) assert.ok(!told.includes(other.cik), 'a key across a boundary');
  }
  for (const { code, data } of model.shares) {
    if (!rules(client, data.owner)) assert.ok(!told.includes(code), 'a code across a boundary');
  }
}

// Without bias: the generator's love of small numbers would have everybody be the first client.
const choice = fc.noBias(fc.nat({ max: 1_000_000 }));
const deed = fc.noBias(fc.nat({ max: deeds.length - 1 }));
const story = fc.array(fc.tuple(deed, fc.tuple(choice, choice, choice)), {
  minLength: 60,
  maxLength: 160,
  size: 'max',
});
const settlers = fc.array(choice, { minLength: 4, maxLength: 6 });

/** Chooses by the numbers in turn. */
function picker(numbers: readonly number[]): Pick {
  let at = 0;
  return (from) => {
    const number = (numbers[at % numbers.length] ?? 0) + 31 * at;
    at += 1;
    return [...from][number % Math.max(1, from.size)];
  };
}

test('nobody reads or writes across a boundary, by shares, tokens, clones, names or subscriptions', {
  timeout: 60_000 + wantedCases * secondsPerCase * 1000,
}, async () => {
  const tally = { cases: 0, refused: 0 };
  const live = async (
    numbers: readonly number[],
    deedsDone: readonly (readonly [number, readonly number[]])[],
  ) => {
    const world: World = { platform: await openTestPlatform(), model: newModel(), tally };
    for (const number of numbers) await settle(world, picker([number]));
    for (const [which, chosen] of deedsDone) await deeds[which]?.(world, picker(chosen));
    await readAll(world);
    await knock(world);
    await readAll(world);
    const [first] = world.model.clients;
    if (first) await attempt(world, first, ['lookup', 'aliased', ''], true);
    await world.platform.close();
  };
  for (let seed = 1; tally.cases < wantedCases; seed += 1) {
    await fc.assert(fc.asyncProperty(settlers, story, live), { numRuns: 5, seed });
  }
  assert.ok(tally.refused > tally.cases / 4, `${tally.refused} of ${tally.cases} were refused`);
});
