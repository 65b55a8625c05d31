// SIGKILL at random moments, on a real LevelDB: nothing that was acknowledged is lost.

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openLog } from '../../src/buffer/log.ts';
import { createLevelOpener } from '../../src/io/level/level.ts';
import { createFakeJournal } from '../fakes/journal.ts';
import { assertSound, peekAll, value } from '../unit/buffer/bench.ts';

const kills = 6;
const writer = fileURLToPath(new URL('kill-writer.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'holdfast-kill-'));
after(() => rmSync(root, { recursive: true }));

/** Runs the writer, kills it after some acknowledgements, and returns the last one it gave. */
async function killedAfter(dir: string, acknowledgements: number): Promise<[number, number]> {
  const child = spawn(process.execPath, [writer, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  let said: [number, number] = [0, 0];
  let left = acknowledgements;
  for await (const line of createInterface(child.stdout)) {
    said = JSON.parse(line);
    if (left-- === 0) child.kill('SIGKILL');
  }
  const [, signal] = await gone;
  assert.equal(signal, 'SIGKILL');
  return said;
}

test(`a writer killed ${kills} times loses nothing that was acknowledged`, async (t) => {
  const dir = join(root, 'store');
  for (let kill = 0; kill < kills; kill++) {
    const wait = Math.floor(Math.random() * 60);
    const [sensed, delivered] = await killedAfter(dir, wait);
    const journal = createFakeJournal();
    const deps = { opener: createLevelOpener(), journal };
    const log = value(await openLog(deps, { dir, maxBytes: 1e9, whenFull: 'drop-oldest' }));
    const ledger = log.ledger();
    t.diagnostic(`after ${wait}: said ${sensed}, ${delivered}; kept ${JSON.stringify(ledger)}`);
    assert.ok(ledger.sensed >= sensed && ledger.delivered >= delivered);
    // At most the operation in flight was never acknowledged.
    assert.ok(ledger.sensed <= sensed + 20 && ledger.delivered <= delivered + 37);
    await assertSound(log);
    // Every second was appended once, and delivered from the oldest on.
    const { runs } = await peekAll(log);
    const seconds = runs.flatMap((run) => run.seconds);
    const expected = Array.from({ length: ledger.pending }, (_, i) => ledger.delivered + i);
    assert.deepEqual(seconds, expected);
    assert.deepEqual(journal.lines, []);
    await log.close();
  }
});
