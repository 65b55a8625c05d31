// One dataport on a fake disk, for tests of its series beneath all procedures.

import assert from 'node:assert/strict';
import { createVault } from '../../src/platform/auth/vault.ts';
import type { Desk } from '../../src/platform/context.ts';
import { createOffice } from '../../src/platform/office.ts';
import { parseClient, parseData } from '../../src/platform/resources/description.ts';
import { makeClient, makeData } from '../../src/platform/resources/make.ts';
import type { DataResource } from '../../src/platform/resources/resource.ts';
import { createExecutor } from '../../src/platform/store/executor.ts';
import { createWaiters } from '../../src/platform/waiters.ts';
import { createFakeClock } from '../fakes/clock.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { createFakeDisk, type FakeDisk } from '../fakes/kv.ts';
import { createSeededRandom } from '../fakes/random.ts';

/** Desks over what is on the disk, with nothing of it in memory yet. */
export async function openDesks(disk: FakeDisk) {
  const kv = await disk.opener.open('/series');
  assert(kv.ok);
  const random = createSeededRandom(3);
  const clock = createFakeClock();
  const executor = createExecutor({ kv: kv.value, journal: createFakeJournal() });
  const office = createOffice({
    executor,
    clock,
    random,
    vault: createVault(new Uint8Array(32), random),
    waiters: createWaiters(),
    recorded: 'newer',
    sweep: () => {},
    appointed: () => {},
  });
  const at = async <T>(work: (desk: Desk) => Promise<T>): Promise<T> => {
    const done = await office.serve(work);
    assert(done.ok);
    return done.value;
  };
  const close = async () => {
    await executor.close();
    await kv.value.close();
  };
  return { at, clock, close };
}

export async function openSeries() {
  const disk = createFakeDisk();
  const { at, clock, close } = await openDesks(disk);
  const dataport = await at(async (desk): Promise<DataResource> => {
    const client = parseClient({});
    const description = parseData.dataport({ format: 'string' });
    assert(client && description);
    const owner = await makeClient(desk, '', client);
    return makeData(desk, owner.rid, { type: 'dataport', description, reader: owner.rid });
  });
  return { at, clock, close, dataport, disk };
}

export type Series = Awaited<ReturnType<typeof openSeries>>;
