// npm run bench: our figures beside a naive agent's and the bare limit's, as ratios of one run.
//
// npm run bench -- [GROUP…] [--quick] [--gate] [--save]

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';
import { createBench } from './bench.ts';
import { groups } from './groups.ts';
import { isMet, type Line, lineText, missed, short } from './report.ts';
import { machineText, save } from './saved.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    gate: { type: 'boolean', default: false },
    save: { type: 'boolean', default: false },
  },
});
const unknown = positionals.filter((name) => !(name in groups));
if (unknown.length > 0) {
  console.error(`unknown: ${unknown.join(', ')}; the groups are ${Object.keys(groups).join(', ')}`);
  process.exit(2);
}

/** A group takes a minute or two; one that takes this long is stuck. */
const stuckMs = 300_000;

const root = mkdtempSync(join(tmpdir(), 'holdfast-bench-'));
// The last thing: children and the disk, which use it, put their own ends before this one.
process.once('exit', () => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => process.exit(1));

const bench = createBench(root, values.quick);
const lines: Line[] = [];
console.log(`${machineText()}\n`);
for (const [name, group] of Object.entries(groups)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue;
  console.log(`— ${name} —\n`);
  const stuck = setTimeout(() => {
    console.error(`${name} is stuck`);
    process.exit(1);
  }, stuckMs);
  for (const line of await group(bench)) {
    lines.push(line);
    console.log(lineText(line));
  }
  clearTimeout(stuck);
}

const targets = lines.flatMap(({ ratios }) => ratios).filter((r) => r.atLeast ?? r.atMost);
console.log(`${targets.filter(isMet).length} of ${targets.length} targets met`);
if (values.save) save(lines);
const gated = missed(lines);
if (values.gate && gated.length > 0) {
  for (const { what, value } of gated) console.error(`missed: ${what}: ${short(value)}`);
  process.exitCode = 1;
}
