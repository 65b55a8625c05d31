// argv to a command; the only place that ends the process.

import process from 'node:process';
import { holdfast } from './cli/program/program.ts';
import { boundRegExps } from './io/regexps.ts';
import { createTerminal } from './io/terminal.ts';

boundRegExps();

// Started by bin/holdfast.cjs on an older Node, we are its child and end when it does: whoever kills
// the process that was started must not leave one behind that still holds the store.
if (process.channel) {
  process.channel.unref();
  process.once('disconnect', () => process.kill(process.pid, 'SIGKILL'));
}

void holdfast(process.argv.slice(2), createTerminal()).then((code) => {
  // What was written to a pipe leaves before the process does.
  process.stdout.write('', () => process.exit(code));
});
