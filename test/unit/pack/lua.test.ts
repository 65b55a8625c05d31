// Scripts in the packed binary: interpreter, worker and prelude come out of the bundle itself.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { build } from 'esbuild';
import { packLua } from '../../../scripts/pack/lua.ts';

const program = `
import { createScriptWorker } from './src/io/lua/script-worker.ts';
const answer = async ({ args }) => {
  console.log(args[0]);
  return { value: { status: 'ok' }, runMs: 5000 };
};
const order = { source: "debug('from inside')", memoryBytes: 1e7, runMs: 5000, answer };
createScriptWorker().start(order).ended.then((end) => console.log(JSON.stringify(end)));`;

test('a script runs from a bundle that stands alone', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'holdfast-lua-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const outfile = join(folder, 'alone.cjs');
  const resolveDir = join(import.meta.dirname, '../../..');
  await build({
    stdin: { contents: program, resolveDir },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [packLua],
  });
  const said = execFileSync(process.execPath, [outfile], { cwd: folder, encoding: 'utf8' });
  assert.equal(said, 'line 1: from inside\n{"kind":"completed"}\n');
});
