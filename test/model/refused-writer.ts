// A writer on a disk that is full now and then: the size of its files is limited until a write was
// refused, then free for a while. It says how much was acknowledged, and how often it was refused.

import { execFileSync } from 'node:child_process';
import { openLog } from '../../src/buffer/log.ts';
import { createLevelOpener } from '../../src/io/level/level.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { column, value } from '../unit/buffer/bench.ts';

const rounds = 4;
const appendsWhenFree = 30;
const limitBytes = 128 * 1024;

const [dir = ''] = process.argv.slice(2);
const journal = createFakeJournal();
const deps = { opener: createLevelOpener(), journal };
const log = value(await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest' }));
let acknowledged = 0;

/** The soft limit of this process; a write past it fails, as on a full disk. */
const limitFiles = (bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(process.pid), `--fsize=${bytes}:`]);

async function append(): Promise<boolean> {
  // Values that do not shrink, so that the log file of the store fills soon.
  const { channel, seconds } = column('a', acknowledged, 200);
  const columns = [{ channel, seconds, values: seconds.map((second) => Math.sin(second)) }];
  const appended = await log.append(columns, { epoch: 1 });
  if (appended.ok) acknowledged += 200;
  return appended.ok;
}

for (let round = 0; round < rounds; round++) {
  limitFiles(limitBytes);
  while (await append());
  limitFiles('unlimited');
  for (let i = 0; i < appendsWhenFree; i++) await append();
}
await log.close();
process.stdout.write(
  JSON.stringify({ acknowledged, rounds, reopened: journal.of('store reopened').length }),
);
