// A writer on a disk that refuses: its files may not grow past a limit that the parent has set. It goes
// on until the store has failed and come back several times, and says what the log then holds.

import { openLog } from '../../src/buffer/log.ts';
import { createLevelOpener } from '../../src/io/level.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { column, value } from '../unit/buffer/bench.ts';

const [dir = '', wanted = '1'] = process.argv.slice(2);
const journal = createFakeJournal();
const deps = { opener: createLevelOpener(), journal };
const log = value(await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest' }));

let acknowledged = 0;
let refused = 0;
while (refused < Number(wanted) && acknowledged < 1e6) {
  // Values that do not shrink, so that the log file of the store fills soon.
  const { channel, seconds } = column('a', acknowledged, 200);
  const columns = [{ channel, seconds, values: seconds.map((second) => Math.sin(second)) }];
  const appended = await log.append(columns, { epoch: 1 });
  if (appended.ok) acknowledged += 200;
  else refused++;
}
// Whatever comes next brings the store back.
await log.peek({ points: 1, bytes: 1 });
await log.close();
const reopened = journal.of('store reopened').length;
process.stdout.write(JSON.stringify({ acknowledged, refused, reopened }));
