// Which commands there are, in the order of the help.

import type { Command } from 'commander';
import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { addDemo } from './demo-command.ts';
import { addServices } from './services.ts';
import { addTools } from './tools.ts';

/** Adds a command with the example that its help ends with. */
export type AddCommand = (name: string, description: string, example: string) => Command;

/** Adds every command to `program`; `ended` is told the exit code of the one that ran. */
export function addCommands(
  program: Command,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  const add: AddCommand = (name, description, example) =>
    program
      .command(name)
      .description(description)
      .addHelpText('after', `\nExample:\n  holdfast ${example}`);
  addDemo(add, terminal, ended);
  addServices(add, terminal, ended);
  addTools(add, terminal, ended);
}
