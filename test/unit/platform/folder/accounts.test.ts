// Accounts: made once, found by their keys, and no secret of theirs in the clear.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ok } from '../../../../src/core/result.ts';
import { addAccount, findAccount, findByKey } from '../../../../src/platform/accounts/accounts.ts';
import { inBackroom } from '../../../../src/platform/backroom.ts';
import type { Desk } from '../../../../src/platform/context.ts';
import { createFakeClock } from '../../../fakes/clock.ts';
import { createFakeJournal } from '../../../fakes/journal.ts';
import { createFakeDisk } from '../../../fakes/kv.ts';
import { createSeededRandom } from '../../../fakes/random.ts';

async function openStore() {
  const disk = createFakeDisk();
  const kv = await disk.opener.open('/a');
  assert(kv.ok);
  const deps = {
    kv: kv.value,
    clock: createFakeClock(),
    random: createSeededRandom(3),
    journal: createFakeJournal(),
    secret: new Uint8Array(32).fill(5),
  };
  const add = (name: string) => inBackroom(deps, (desk) => addAccount(desk, name));
  const ask = async <T>(work: (desk: Desk) => Promise<T>): Promise<T> => {
    const done = await inBackroom(deps, async (desk) => ok(await work(desk)));
    assert(done.ok);
    return done.value;
  };
  return { disk, add, ask };
}

test('an account has a user of Xdrive, a key of XTWIP, and a key with a secret of Tuyu', async () => {
  const { add, ask } = await openStore();
  const added = await add('anna@example.com');
  assert(added.ok);
  const { name, xdrive, xtwip, tuyu } = added.value;
  assert.deepEqual([name, xdrive.username], ['anna@example.com', 'anna@example.com']);
  assert.match(xdrive.password, /^[\w-]{24}$/);
  for (const key of [xtwip.devKey, tuyu.api_key, tuyu.secret]) assert.match(key, /^[0-9a-f]{40}$/);
  assert.deepEqual(await ask((desk) => findAccount(desk, name)), added.value);
  for (const key of [xtwip.devKey, tuyu.api_key]) {
    assert.deepEqual(await ask((desk) => findByKey(desk, key)), added.value);
  }
  assert.equal(await ask((desk) => findByKey(desk, tuyu.secret)), undefined);
  assert.equal(await ask((desk) => findAccount(desk, 'anna')), undefined);
});

test('a name is taken once, and must be a word', async () => {
  const { add } = await openStore();
  assert.ok((await add('anna')).ok);
  const kindOf = async (name: string) => {
    const added = await add(name);
    return added.ok ? 'ok' : added.failure.kind;
  };
  assert.equal(await kindOf('anna'), 'invalid');
  assert.equal(await kindOf('Anna'), 'ok');
  for (const name of ['', 'a b', '_x', 'a/b', 'x'.repeat(65)]) {
    assert.equal(await kindOf(name), 'invalid', name);
  }
});

test('no secret of an account lies in the store in the clear', async () => {
  const { disk, add } = await openStore();
  const added = await add('anna');
  assert(added.ok);
  const seen: string[] = [...disk.keys('/a')];
  for (const key of disk.keys('/a')) {
    disk.alter('/a', key, (value) => {
      seen.push(Buffer.from(value).toString('latin1'));
      return value;
    });
  }
  const { xdrive, xtwip, tuyu } = added.value;
  for (const secret of [xdrive.password, xtwip.devKey, tuyu.api_key, tuyu.secret]) {
    assert.ok(!seen.some((text) => text.includes(secret)));
  }
});
