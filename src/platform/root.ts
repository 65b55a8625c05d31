// Root: the first client of a platform, which owns all others, and the check that this is our store.

import { type Failure, failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';
import { isRid } from '../wire/onep.ts';
import { cikOf } from './auth/client-key.ts';
import { type Desk, newId } from './context.ts';
import { rootDescription } from './resources/description.ts';
import { makeClient } from './resources/make.ts';
import { readResource } from './resources/resource.ts';
import { formatKey } from './store/keys.ts';

/** The layout of docs/platform-store.md. */
const version = 1;

interface FormatRecord {
  readonly version: number;
  readonly root: string;
}

export interface Root {
  readonly rid: string;
  readonly cik: string;
}

const wrong = (detail: string): Result<never> => err<Failure>(failure('config', detail));

/** Finds the root client, or makes it in an empty store, with this CIK or a new one. */
export async function openRoot(desk: Desk, wanted: string | undefined): Promise<Result<Root>> {
  if (wanted !== undefined && !isRid(wanted))
    return wrong('a root CIK is 40 lower-case hex digits');
  const format = await desk.docs.get<FormatRecord>(formatKey);
  if (!format) return openEmpty(desk, wanted ?? newId(desk.random));
  if (format.version !== version) {
    return err(failure('unsupported', `the store has layout ${format.version}, not ${version}`));
  }
  const client = await readResource(desk, format.root);
  if (client?.type !== 'client') return err(failure('corrupt', 'the root client is missing'));
  const cik = cikOf(desk, client);
  if (cik === undefined) return wrong('the secret is not the one that this store was made with');
  if (wanted !== undefined && wanted !== cik) return wrong('the store has another root CIK');
  return ok({ rid: client.rid, cik });
}

/** Only an empty store gets a root: one that has entries has lost it, or was never restored to its end. */
async function openEmpty(desk: Desk, cik: string): Promise<Result<Root>> {
  const entries = await desk.tx.range({ gte: '', lt: '\u{10ffff}' }, { limit: 1 });
  if (entries.length === 0) return makeRoot(desk, cik);
  return err(failure('corrupt', 'the store is not whole: it has no root client'));
}

async function makeRoot(desk: Desk, cik: string): Promise<Result<Root>> {
  const client = await makeClient(desk, '', rootDescription, cik);
  const format: FormatRecord = { version, root: client.rid };
  desk.docs.put(formatKey, format);
  return ok({ rid: client.rid, cik });
}
