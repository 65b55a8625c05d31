// docs/commands.md: what each command says of itself with --help.

import { Command } from 'commander';
import { addCommands } from '../../src/cli/program/commands.ts';
import { createTerminal } from '../../src/io/terminal.ts';

export async function commandsPage(): Promise<string> {
  const program = new Command('holdfast');
  addCommands(program, createTerminal(), () => {});
  return `# Commands

This page is generated from what each command says with \`--help\`. In a checkout they begin with \`npx\`:
\`npx holdfast check --config agent.yaml\`.

Exit codes: 0 done · 1 the answer is no · 2 wrong usage · 75 try again later · 78 a bad configuration.

${all(program).map(section).join('\n\n')}
`;
}

/** Each command followed by those below it. */
const all = (parent: Command): readonly Command[] =>
  parent.commands.flatMap((command) => [command, ...all(command)]);

const section = (command: Command): string =>
  `## ${fullName(command)}\n\n${indented(help(command))}`;

/** Without the program's own. */
const fullName = (command: Command): string =>
  command.parent?.parent ? `${fullName(command.parent)} ${command.name()}` : command.name();

function help(command: Command): string {
  let text = '';
  command.configureOutput({ writeOut: (part) => (text += part), getOutHelpWidth: () => 100 });
  command.outputHelp();
  return text.trim();
}

const indented = (text: string): string =>
  text
    .split('\n')
    .map((line) => (line === '' ? '' : `    ${line}`))
    .join('\n');
