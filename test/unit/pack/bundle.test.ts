// The gate of the bundle: what a binary would look for in vain at run time stops the build.

import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { arches } from '../../../scripts/pack/arches.ts';
import { bundle } from '../../../scripts/pack/bundle.ts';

const folder = mkdtempSync(join(tmpdir(), 'holdfast-bundle-'));
after(() => rmSync(folder, { recursive: true }));

const modules = join(import.meta.dirname, '../../../node_modules');
const arch = arches.find(({ name }) => name === 'x64')!;
const natives = {
  level: join(modules, arch.levelFile),
  serial: join(modules, arch.serialFile),
  // Any file will do: it is carried along and not looked into.
  koffi: join(modules, 'koffi/package.json'),
};

/** Bundles these lines; resolves with the bundle. */
async function bundled(...lines: readonly string[]): Promise<string> {
  const entry = join(folder, 'entry.js');
  const outfile = join(folder, 'out/holdfast.js');
  const imports = ['classic-level/binding.js', '@serialport/bindings-cpp', 'koffi/index.js'].map(
    (path) => `import ${JSON.stringify(join(modules, path))};`,
  );
  writeFileSync(entry, [...imports, ...lines].join('\n'));
  await bundle(entry, outfile, natives);
  return readFileSync(outfile, 'utf8');
}

test('the addons are inside, and nothing searches the disk for them', async () => {
  const text = await bundled();
  assert.equal(text.match(/"?sha256"?: ?"[0-9a-f]{64}"/g)?.length, 3);
  assert.doesNotMatch(text, /node-gyp-build|koffi-linux/);
});

test('the web pages are inside', async () => {
  const asset = join(import.meta.dirname, '../../../src/io/web/assets.ts');
  const text = await bundled(
    `import { createAssets } from ${JSON.stringify(asset)};`,
    'createAssets();',
  );
  assert.match(text, /<!doctype html>/i);
});

test('a package that is not installed is named', async () => {
  await assert.rejects(
    bundled("try { require('left-out'); } catch {}"),
    /not in the bundle: left-out/,
  );
});

test('an addon that nobody imports any more is named', async () => {
  const entry = join(folder, 'bare.js');
  writeFileSync(entry, 'console.log(1);');
  const bare = bundle(entry, join(folder, 'out/bare.js'), natives);
  await assert.rejects(bare, /the addon of level is not in the bundle/);
});
