// The table of the procedures that run inside a transaction, by their names on the wire.

import { lookup } from './aliases/lookup.ts';
import { map } from './aliases/map.ts';
import { unmap } from './aliases/unmap.ts';
import { flush } from './data/flush.ts';
import { read } from './data/read.ts';
import { record } from './data/record.ts';
import { recordbatch } from './data/recordbatch.ts';
import { write } from './data/write.ts';
import { writegroup } from './data/writegroup.ts';
import type { Procedure } from './procedure.ts';
import { create } from './resources/create.ts';
import { drop } from './resources/drop.ts';
import { info } from './resources/info.ts';
import { listing } from './resources/listing.ts';
import { move } from './resources/move.ts';
import { update } from './resources/update.ts';
import { usage } from './resources/usage.ts';
import { activate } from './shares/activate.ts';
import { deactivate } from './shares/deactivate.ts';
import { grant } from './shares/grant.ts';
import { revoke } from './shares/revoke.ts';
import { share } from './shares/share.ts';
import { tag } from './shares/tag.ts';

export const procedures: ReadonlyMap<string, Procedure> = new Map(
  Object.entries({
    activate,
    create,
    deactivate,
    drop,
    flush,
    grant,
    info,
    listing,
    lookup,
    map,
    move,
    read,
    record,
    recordbatch,
    revoke,
    share,
    tag,
    unmap,
    update,
    usage,
    write,
    writegroup,
  }),
);

/** What a token may ask for beside `wait`, of what it names: to read and write, and to rule nothing. */
export const forTokens: ReadonlySet<string> = new Set([
  'flush',
  'info',
  'read',
  'record',
  'recordbatch',
  'write',
  'writegroup',
]);
