// Each: every entry under a prefix, a page at a time.

import type { KvEntry } from '../../core/ports/ordered-kv.ts';
import { under } from './keys.ts';
import type { Transaction } from './transaction.ts';

const pageEntries = 256;

export async function* each(tx: Transaction, prefix: string): AsyncGenerator<KvEntry> {
  let range = under(prefix);
  for (;;) {
    const page = await tx.range(range, { limit: pageEntries });
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < pageEntries) return;
    range = { gte: `${last.key}\0`, lt: range.lt };
  }
}
