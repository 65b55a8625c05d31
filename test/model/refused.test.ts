// A disk that refuses a write: LevelDB alone would acknowledge what follows, and lose it.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openLog } from '../../src/buffer/log.ts';
import { createLevelOpener } from '../../src/io/level/level.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { assertSound, peekAll, value } from '../unit/buffer/bench.ts';

const writer = fileURLToPath(new URL('refused-writer.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'holdfast-refused-'));
after(() => rmSync(root, { recursive: true }));

test('a disk that is full now and then takes nothing that was acknowledged', async (t) => {
  const dir = join(root, 'store');
  const said = JSON.parse(execFileSync(process.execPath, [writer, dir]).toString());
  t.diagnostic(JSON.stringify(said));
  assert.equal(said.reopened, said.rounds);
  const deps = { opener: createLevelOpener(), journal: createFakeJournal() };
  const log = value(await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest' }));
  const { runs } = await peekAll(log);
  const seconds = runs.flatMap((run) => run.seconds);
  assert.deepEqual(
    seconds,
    Array.from({ length: said.acknowledged }, (_, i) => i),
  );
  await assertSound(log);
  await log.close();
});
