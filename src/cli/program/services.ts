// The commands that stay: the agent and the platform.

import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { exitCode } from '../exit.ts';
import type { AddCommand } from './commands.ts';
import { addPlatform } from './platform-command.ts';

/** `ended` is told the exit code of the one that ran. */
export function addServices(
  add: AddCommand,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  add('run', 'be the agent: sense, keep and deliver until stopped', 'run --config agent.yaml')
    .requiredOption('--config <file>', 'the agent file')
    .action(async ({ config }) => {
      const [{ readSettingsFile }, { createFiles }] = await Promise.all([
        import('../settings-file.ts'),
        import('../../io/files.ts'),
      ]);
      const file = await readSettingsFile(config, { files: createFiles(), env: terminal.env });
      if (!file.ok) {
        terminal.err(file.failure.map((line) => `${line}\n`).join(''));
        return ended(exitCode.badConfig);
      }
      const [{ run }, { createMachine }] = await Promise.all([
        import('../run.ts'),
        import('../machine.ts'),
      ]);
      const { settings, warnings } = file.value;
      for (const line of warnings) terminal.err(`warning: ${line}\n`);
      const machine = createMachine(terminal, settings.log);
      ended(await run(settings, machine));
      await machine.http.close();
    });

  addPlatform(add, terminal, ended);
}
