// Resolver: the fake and the machine's own keep one contract.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Resolver } from '../../src/core/ports/resolver.ts';
import { createResolver } from '../../src/io/resolver.ts';
import { createFakeResolver } from '../fakes/resolver.ts';

const subjects: Readonly<Record<string, () => Resolver>> = {
  fake: createFakeResolver,
  node: createResolver,
};

for (const [name, create] of Object.entries(subjects)) {
  test(`${name}: a host of the machine's own list has its addresses`, async () => {
    const found = await create().resolve('localhost');
    assert(found.ok);
    assert(found.value.length > 0);
    for (const address of found.value) assert.match(address, /^(127\.0\.0\.1|::1)$/);
  });

  test(`${name}: an address is its own`, async () => {
    for (const address of ['192.0.2.7', '2001:db8::7']) {
      const found = await create().resolve(address);
      assert.deepEqual(found, { ok: true, value: [address] });
    }
  });

  test(`${name}: a name that nobody has is offline`, async () => {
    const found = await create().resolve('nobody.invalid');
    assert.equal(!found.ok && found.failure.kind, 'offline');
  });
}
