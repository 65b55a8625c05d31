// npm test: every suite that runs on a machine with nothing but Node. More by name: npm test -- lab/systemd
// `--fast` is what `npm run check` runs before each commit.

import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { type EventData, run } from 'node:test';
import { spec } from 'node:test/reporters';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');

/** Folders below test/, in the order in which a failure tells most. */
const everywhere = ['unit', 'contract', 'model', 'sim', 'e2e', 'browser'];

const fast = ['unit', 'contract', 'model'];

/** Seconds of a processor each, for what seldom changes: not before each commit. */
const heavy = ['test/contract/script-worker.test.ts', 'test/unit/pack/'];

const { values, positionals } = parseArgs({
  options: {
    labs: { type: 'boolean', default: false },
    fast: { type: 'boolean', default: false },
  },
  allowPositionals: true,
});
const usual = values.fast ? fast : everywhere;
const named = positionals.length > 0 ? positionals : usual;
const suites = values.labs ? [...named, 'lab'] : named;

const files = suites.flatMap((suite) => {
  const found = globSync(`test/${suite}/**/*.test.ts`, { cwd: root }).sort();
  if (found.length === 0) throw new Error(`there are no tests in test/${suite}`);
  const chosen = values.fast
    ? found.filter((file) => !heavy.some((prefix) => file.startsWith(prefix)))
    : found;
  return chosen.map((file) => join(root, file));
});

const tests = run({
  files,
  // Tests of real processes mostly wait: two at a time even on one core.
  concurrency: Math.max(2, availableParallelism()),
  // For a whole file. Longer than the longest lab, so that only what hangs is cut off.
  timeout: 15 * 60_000,
});
tests.on('test:fail', () => {
  process.exitCode = 1;
});
tests.on('test:pass', ({ name, skip }: EventData.TestPass) => {
  // On a visitor's machine a missing tool is no failure. In CI nothing may be left out in silence.
  if (skip !== undefined && process.env.CI) {
    console.error(`skipped, and this is CI: ${name} (${skip})`);
    process.exitCode = 1;
  }
});
tests.compose(spec).pipe(process.stdout);
