// What a program does with its terminal in the contract suite; run by itself, it does so with the real one.

import { setTimeout as sleep } from 'node:timers/promises';
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

/** Names each key as it is pressed, until Ctrl-C. */
export async function listen(terminal: Terminal): Promise<void> {
  const stop = terminal.stopSignal();
  const silence = terminal.keys((key) => terminal.out(`key ${key}\n`));
  terminal.out('listening\n');
  if (!stop.aborted)
    await new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve()));
  silence();
  terminal.out('stopped\n');
}

/** Complains and then answers, and says on both streams whether that stopped it. */
export async function speak(terminal: Terminal): Promise<void> {
  const stop = terminal.stopSignal();
  const stops = () => `${stop.aborted ? 'stops' : 'goes on'}\n`;
  terminal.err('to whom it may concern\n');
  await turn();
  terminal.out(stops());
  await turn();
  terminal.err(stops());
}

/** A stream tells that its reader has gone one turn after it was written to. */
const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Has last words, which take their time. */
function crash(terminal: Terminal): void {
  terminal.onCrash(async (thrown) => {
    await sleep(50);
    terminal.out(`last words on ${String(thrown)}\n`);
  });
  setImmediate(() => {
    throw new Error('a broken invariant');
  });
}

async function playUntilStopped(terminal: Terminal): Promise<void> {
  // Waiting for a signal alone does not keep a process alive; a command has its work for that.
  const work = setInterval(() => {}, 1_000);
  await play(terminal);
  await sleep(200);
  terminal.out('stopped\n');
  clearInterval(work);
}

if (import.meta.main) {
  const scenes = { play: playUntilStopped, listen, speak, crash };
  const scene = process.argv[2] as keyof typeof scenes;
  await scenes[scene](createTerminal());
}
