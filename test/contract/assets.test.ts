// Assets: what is known is given, nothing else is; and the real pages ask for nothing that is not listed.

import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { assetFiles } from '../../src/io/web/asset-files.ts';
import { createAssets } from '../../src/io/web/assets.ts';
import { createFakeAssets } from '../fakes/assets.ts';

const root = join(import.meta.dirname, '..', '..');
const assets = createAssets();
const textOf = (name: string) => Buffer.from(assets.get(name)?.body ?? '').toString();

test('every listed file is there, and every file of the dashboard is listed', () => {
  for (const name of assetFiles.keys()) assert(textOf(name).length > 0, name);
  const listed = [...assetFiles.values()].map(({ path }) => path);
  const found = globSync('src/dashboard/**/*.*', { cwd: root }).sort();
  assert.deepEqual(listed.filter((path) => path.startsWith('src/dashboard/')).sort(), found);
});

test('what pages, modules and styles refer to is listed, and none of it is elsewhere', () => {
  for (const name of assetFiles.keys()) {
    if (name.startsWith('uplot')) continue;
    const text = textOf(name);
    const absolute = [...text.matchAll(/(?:href|src)="\/assets\/([^"]+)"/g)].map(([, to]) => to);
    const relative = [...text.matchAll(/from '([^']+)'/g)].map(([, to]) =>
      new URL(to ?? '', `http://x/${name}`).pathname.slice(1),
    );
    for (const target of [...absolute, ...relative]) {
      assert(assetFiles.has(target ?? ''), `${name} refers to ${target}`);
    }
    assert.doesNotMatch(text.replaceAll('http://www.w3.org/', ''), /https?:\/\//, name);
  }
});

for (const [name, subject] of [
  ['fake', createFakeAssets('agent.html', 'agent/main.js')],
  ['real', assets],
] as const)
  test(`${name}: a known name has a type and bytes; any other is unknown, whatever it climbs to`, () => {
    for (const known of ['agent.html', 'agent/main.js']) {
      const asset = subject.get(known);
      assert.match(asset?.type ?? '', /^text\/[a-z]+; charset=utf-8$/);
      assert((asset?.body.length ?? 0) > 0);
    }
    for (const unknown of [
      '',
      'nothing.js',
      '../package.json',
      'agent/../agent.html',
      'constructor',
    ])
      assert.equal(subject.get(unknown), undefined, unknown);
  });
