// The import law bites: each wall refuses what it must, with a message that names the law.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { read, root } from './tree.ts';

/** Who tries to import what. Paths are as they would stand in a file of that room. */
const forbidden: readonly (readonly [room: string, specifier: string])[] = [
  ['core', '../wire/jsonrpc.ts'],
  ['core', '../io/clock.ts'],
  ['core', 'node:fs'],
  ['core', 'zod'],
  ['wire', '../platform/platform.ts'],
  ['wire', 'node:net'],
  ['sensors', '../buffer/log.ts'],
  ['sensors', '../uplink/shipper.ts'],
  ['sensors', '../io/byte-links.ts'],
  ['sensors', 'serialport'],
  ['buffer', '../sensors/source.ts'],
  ['buffer', 'level'],
  ['uplink', '../buffer/log.ts'],
  ['uplink', 'node:http'],
  ['workspaces', '../uplink/shipper.ts'],
  ['agent', '../platform/platform.ts'],
  ['agent', '../io/clock.ts'],
  ['agent', 'node:child_process'],
  ['platform', '../agent/agent.ts'],
  ['platform', '../buffer/log.ts'],
  ['platform', 'fastify'],
  ['io', '../agent/agent.ts'],
  ['io', '../core/ledger.ts'],
  ['dashboard', '../core/units.ts'],
];

const allowed: readonly (readonly [room: string, specifier: string])[] = [
  ['wire', '../core/result.ts'],
  ['wire', 'zod'],
  ['sensors', '../core/ports/byte-link.ts'],
  ['buffer', 'node:zlib'],
  ['uplink', '../wire/jsonrpc.ts'],
  ['agent', '../buffer/log.ts'],
  ['agent', 'yaml'],
  ['platform', 'node:crypto'],
  ['io', '../core/ports/clock.ts'],
  ['io', '../core/failure.ts'],
  ['io', 'serialport'],
  ['cli', '../platform/platform.ts'],
  ['cli', '../io/clock.ts'],
];

const scratch = mkdtempSync(join(tmpdir(), 'holdfast-law-'));
after(() => rmSync(scratch, { recursive: true }));

interface Diagnostic {
  readonly message: string;
  readonly location: { readonly path: string };
}

const verdicts = tryAll();

/** The messages about the import law, by the path of the offending file. */
function tryAll(): ReadonlyMap<string, string> {
  const { vcs: _, $schema: __, ...config } = JSON.parse(read('biome.json'));
  writeFileSync(join(scratch, 'biome.json'), JSON.stringify(config));
  for (const [room, specifier] of [...forbidden, ...allowed]) {
    const path = join(scratch, place(room, specifier));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, `import * as tried from '${specifier}';\nexport const held = tried;\n`);
  }
  const biome = join(root, 'node_modules/.bin/biome');
  const args = ['lint', '--only=style/noRestrictedImports', '--reporter=json'];
  const run = spawnSync(biome, [...args, '--max-diagnostics=none', '.'], {
    cwd: scratch,
    encoding: 'utf8',
  });
  assert.match(run.stdout, /^\{/, run.stderr);
  const report: { diagnostics: Diagnostic[] } = JSON.parse(run.stdout);
  return new Map(report.diagnostics.map((found) => [found.location.path, found.message]));
}

/** A file of its own for each try. */
function place(room: string, specifier: string): string {
  return `src/${room}/try-${specifier.replace(/[^a-z]+/g, '-')}.ts`;
}

for (const [room, specifier] of forbidden) {
  test(`${room} may not import ${specifier}`, () => {
    const message = verdicts.get(place(room, specifier)) ?? 'accepted';
    assert.match(
      message,
      new RegExp(`^${room}/ may .*See ARCHITECTURE\\.md, 'Who may import whom'`),
    );
  });
}

for (const [room, specifier] of allowed) {
  test(`${room} may import ${specifier}`, () => {
    assert.equal(verdicts.get(place(room, specifier)), undefined);
  });
}
