// What a program does with its terminal in the contract suite; run by itself, it does so with the real one.

import type { Terminal } from '../../src/core/ports/terminal.ts';
import { createTerminal } from '../../src/io/terminal.ts';

/** Answers, complains, waits to be stopped and says so; a second signal on the way must not matter. */
export async function play(terminal: Terminal): Promise<void> {
  const stop = terminal.stopSignal();
  terminal.err('to whom it may concern\n');
  terminal.out(
    `screen ${terminal.isScreen}, ${terminal.columns} columns, ${terminal.env.GREETING}\n`,
  );
  if (!stop.aborted)
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  terminal.err('stopping\n');
  if (terminal.stopSignal() !== stop) terminal.err('another signal\n');
}

if (import.meta.main) {
  // Waiting for a signal alone does not keep a process alive; a command has its work for that.
  const work = setInterval(() => {}, 1_000);
  await play(createTerminal());
  setTimeout(() => {
    process.stdout.write('stopped\n');
    clearInterval(work);
  }, 200);
}
