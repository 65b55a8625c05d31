// A writer to be killed: appends and settles on a real LevelDB without pause, and says what was acknowledged.

import { writeSync } from 'node:fs';
import { openLog } from '../../src/buffer/log.ts';
import { createLevelOpener } from '../../src/io/level/level.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { column, value } from '../unit/buffer/bench.ts';

const [dir = ''] = process.argv.slice(2);
const deps = { opener: createLevelOpener(), journal: createFakeJournal() };
const log = value(await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest' }));

/** Written at once: what the parent has read was said before the kill. */
const say = (ledger = log.ledger()) =>
  writeSync(1, `${JSON.stringify([ledger.sensed, ledger.delivered])}\n`);

for (let second = log.ledger().sensed; ; second += 20) {
  value(await log.append([column('a', second, 20)], { epoch: 1 }));
  say();
  if (second % 60 !== 0) continue;
  const { runs } = value(await log.peek({ points: 37, bytes: 1e6 }));
  const settled = runs.map(({ firstSeq, seconds }) => {
    return { firstSeq, count: seconds.length, outcome: 'delivered' } as const;
  });
  value(await log.settle(settled));
  say();
}
