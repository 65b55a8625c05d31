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
import { update } from './resources/update.ts';

export const procedures: ReadonlyMap<string, Procedure> = new Map(
  Object.entries({
    create,
    drop,
    flush,
    info,
    listing,
    lookup,
    map,
    read,
    record,
    recordbatch,
    unmap,
    update,
    write,
    writegroup,
  }),
);
