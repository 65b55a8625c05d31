// The house rules that the linter cannot express.

import assert from 'node:assert/strict';
import { dirname, parse } from 'node:path';
import { test } from 'node:test';
import { failureKinds } from '../../src/core/failure.ts';
import { code, files, paths, read } from './tidy/tree.ts';

/** Fails with the paths of all offenders, so that one run names them all. */
const none = (offenders: readonly string[]) => assert.deepEqual(offenders, []);

const sources = files('src/**/*.ts');
const everySource = files('{src,test,scripts}/**/*.ts');

test('the first line of each file says what it is for', () => {
  none(everySource.filter(({ text }) => !/^\/\/ \S.{12,}/.test(text)).map(({ path }) => path));
});

/** Folders that are lists by nature: a sub-folder would only hide part of the list. */
const lists: Readonly<Record<string, string>> = {
  'src/core': 'the words of the house, each to be found at once',
  'src/io': 'one door a port, to be found by its name',
  'src/core/ports': 'one file a port: the check-list of what can fail',
  'test/fakes': 'one fake a port',
  'test/contract': 'one suite a port',
};

test('no folder holds more than a dozen files', () => {
  const all = paths('{src,test,scripts,systemd,config,docs}/**/*').filter(
    (path) => !path.startsWith('test/cases/'),
  );
  const counts = Map.groupBy(all, dirname);
  none(
    [...counts].filter(([dir, held]) => held.length > 12 && !(dir in lists)).map(([dir]) => dir),
  );
});

/** What the fake and the suite are called where the port's own name would say too little, or too much. */
const shortNames: Readonly<Record<string, string>> = { 'byte-link': 'links', 'ordered-kv': 'kv' };

for (const path of paths('src/core/ports/*.ts')) {
  const { name, base } = parse(path);
  const short = shortNames[name] ?? name;

  test(`the port ${name} has its line in the index, its fake and its contract suite`, () => {
    assert.ok(read('ARCHITECTURE.md').includes(`\n| \`${base}\` |`), 'no line in ARCHITECTURE.md');
    assert.deepEqual(paths(`test/fakes/${short}.ts`), [`test/fakes/${short}.ts`]);
    assert.deepEqual(paths(`test/contract/${short}.test.ts`), [`test/contract/${short}.test.ts`]);
  });
}

test('each kind of failure is explained to operators', () => {
  const page = read('docs/operating.md');
  none(failureKinds.filter((kind) => !page.includes(`\`${kind}\``)));
});

test('only src/main.ts ends the process', () => {
  const ends = sources.filter(({ text }) => /\bprocess\.(exit|abort|kill)\b/.test(code(text)));
  none(ends.map(({ path }) => path).filter((path) => path !== 'src/main.ts'));
});

test('outside io, time comes from the Clock and chance from Random', () => {
  const own =
    /\bDate\.now\b|\bnew Date\(\)|\bset(Timeout|Interval|Immediate)\b|\bprocess\.hrtime\b|\bperformance\.|\bAbortSignal\.timeout\b|\bMath\.random\b|\brandom(Bytes|UUID|Int|FillSync)\b|\bgetRandomValues\b/;
  const inside = sources.filter(({ path }) => !/^src\/(io|dashboard)\//.test(path));
  none(inside.filter(({ text }) => own.test(code(text))).map(({ path }) => path));
});

test('a source asks where it lies only where the pack script puts something in its place', () => {
  // Inside the binary there is no folder around a source, and no file to start a worker from.
  const asks = /\bimport\.meta\b|\b__(dirname|filename)\b|\bnew Worker\(|\bfork\(/;
  const asking = sources.filter(({ text }) => asks.test(code(text))).map(({ path }) => path);
  const replaced = ['src/io/web/asset-source.ts', 'src/io/lua/lua-files.ts'];
  none(asking.filter((path) => !replaced.includes(path)));
});

/** Pure packages, by the rooms that may use them; everything else from npm lives in io. */
const purePackages: Readonly<Record<string, readonly string[]>> = {
  zod: ['wire', 'sensors', 'buffer', 'uplink', 'workspaces', 'agent', 'platform', 'cli'],
  yaml: ['agent', 'cli'],
  commander: ['cli'],
  'ipaddr.js': ['platform', 'cli'],
};

test('a room uses only the packages that are named for it', () => {
  none(
    sources.flatMap(({ path, text }) => {
      const room = path.split('/')[1] ?? '';
      if (room === 'io') return [];
      return packagesIn(code(text))
        .filter((name) => !purePackages[name]?.includes(room))
        .map((name) => `${path} imports ${name}`);
    }),
  );
});

/** The npm packages that a source imports, statically or when needed. */
const packagesIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?:\bfrom|\bimport|\bimport\(|\brequire\()\s*'([^'.][^']*)'/g)]
    .map(([, specifier = '']) => specifier)
    .filter((specifier) => !specifier.startsWith('node:'));

test('each package that ships is pinned exactly, and a decision says why it is there', () => {
  const page = read('docs/decisions/0003-dependencies.md');
  const { dependencies }: { dependencies: Record<string, string> } = JSON.parse(
    read('package.json'),
  );
  for (const [name, version] of Object.entries(dependencies)) {
    assert.match(version, /^\d+\.\d+\.\d+$/, name);
    assert.ok(page.includes(`\`${name}\``) || page.includes(`${name} `), `why ${name}?`);
  }
});

test('a page has one title, and it comes first', () => {
  const pages = files('*.md', 'docs/**/*.md', 'src/**/*.md', 'test/**/*.md');
  const untitled = pages.filter(({ text }) => {
    const titles = text.replace(/^```[\s\S]*?^```/gm, '').match(/^# .*/gm) ?? [];
    return titles.length !== 1 || !text.startsWith('# ');
  });
  none(untitled.map(({ path }) => path));
});

test('nothing is left to be done later', () => {
  const marks = new RegExp(
    `\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`,
  );
  const written = files('*.md', '{src,test,scripts,docs,systemd,config,bin}/**/*.*', '.ci/*');
  none(written.filter(({ text }) => marks.test(text)).map(({ path }) => path));
});
