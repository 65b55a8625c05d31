// How the packed binary loads its addons: verified, from a file without a name, with nothing left over.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { arches } from '../../../scripts/pack/arches.ts';
import { hasIntegrity } from '../../../scripts/pack/packages.ts';
import { loadNamed, loadNative, type PackedNative } from '../../../scripts/pack/runtime/native.ts';

const arch = arches.find(({ name }) => name === process.arch);
const skip = arch === undefined && `no binary is built for ${process.arch}`;
const folder = mkdtempSync(join(tmpdir(), 'holdfast-native-'));
after(() => rmSync(folder, { recursive: true }));

/** One of the real prebuilds of this machine, as the bundle carries it. */
function packed(file: string): PackedNative {
  const bytes = readFileSync(join(import.meta.dirname, '../../../node_modules', file));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { name: 'trial', sha256, packed: brotliCompressSync(bytes).toString('base64') };
}

test('two addons load one after the other, each as itself, and no file is left', { skip }, () => {
  const level = loadNative(packed(arch!.levelFile), [folder]) as Record<string, unknown>;
  const serial = loadNative(packed(arch!.serialFile), [folder]) as Record<string, unknown>;
  assert.equal(typeof level.db_open, 'function');
  assert.equal(typeof serial.open, 'function');
  assert.deepEqual(readdirSync(folder), []);
});

test('a folder that is missing, or knows no unnamed files, is passed over', { skip }, () => {
  const native = packed(arch!.serialFile);
  const loaded = loadNative(native, ['/nowhere', '/proc', folder]) as Record<string, unknown>;
  assert.equal(typeof loaded.open, 'function');
});

test('without unnamed files the addon has a name only while it is loaded', { skip }, () => {
  const path = join(import.meta.dirname, '../../../node_modules', arch!.serialFile);
  const loaded = loadNamed(folder, readFileSync(path)) as Record<string, unknown>;
  assert.equal(typeof loaded.open, 'function');
  assert.deepEqual(readdirSync(folder), []);
});

test('a damaged addon is refused before it reaches a file', { skip }, () => {
  const native = { ...packed(arch!.serialFile), sha256: '0'.repeat(64) };
  assert.throws(() => loadNative(native, [folder]), /trial: this binary is damaged/);
});

test('when no folder serves, the error says why of each', { skip }, () => {
  const native = packed(arch!.serialFile);
  assert.throws(() => loadNative(native, ['/nowhere', '/proc']), /\/nowhere: ENOENT.*\/proc: /);
});

test('a package that differs from the lock file in one byte is not what it pins', () => {
  const bytes = Buffer.from('a package');
  const pinned = `sha512-${createHash('sha512').update(bytes).digest('base64')}`;
  assert.equal(hasIntegrity(bytes, pinned), true);
  bytes[0]! ^= 1;
  assert.equal(hasIntegrity(bytes, pinned), false);
});
