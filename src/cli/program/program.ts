// The command line: which commands there are. What a command needs is loaded when it runs.

import type { Terminal } from '../../core/ports/terminal.ts';
import { type ExitCode, exitCode } from '../exit.ts';
import { version } from './version.ts';

/** Runs what `argv` (without node and script) asks for. Resolves when it is done, with its exit code. */
export async function holdfast(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (argv.includes('--version') || argv[0] === '-V') {
    terminal.out(`${version}\n`);
    return exitCode.done;
  }
  const { Command, CommanderError } = await import('commander');
  const { addCommands } = await import('./commands.ts');

  let code: ExitCode = exitCode.done;
  const program = new Command('holdfast')
    .description('Grips the readings of a small device until the cloud has them.')
    .option('-V, --version', 'print the version')
    // What stands behind the name of a command is that command's: `platform backup --data` is no other's.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeOut: terminal.out, writeErr: terminal.err })
    .configureHelp({ showGlobalOptions: false })
    .addHelpText('after', '\nExample:\n  holdfast demo')
    .showHelpAfterError('(--help says more)')
    .showSuggestionAfterError();
  addCommands(program, terminal, (ended) => {
    code = ended;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    const asked = thrown.code === 'commander.helpDisplayed' || thrown.message === '(outputHelp)';
    return asked && argv.length > 0 ? exitCode.done : exitCode.usage;
  }
}
