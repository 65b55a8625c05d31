// The commands that stay: the agent and the platform.

import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { exitCode } from '../exit.ts';
import { key, listen } from './arguments.ts';
import type { AddCommand } from './commands.ts';

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

  add(
    'platform',
    'be the server: One Platform for devices of your own',
    'platform --listen 127.0.0.1:8420 --data ./platform',
  )
    .requiredOption('--listen <host:port>', 'where to answer', listen)
    .requiredOption('--data <dir>', 'where everything is kept; made when it is not there')
    .option('--root-cik <hex>', 'the key of the root client, at the first start', key)
    .action(async (options) => {
      const [{ platform }, { createMachine }, { createFastifyServer }] = await Promise.all([
        import('../platform/platform.ts'),
        import('../machine.ts'),
        import('../../io/web/fastify-server.ts'),
      ]);
      const machine = createMachine(terminal);
      const server = createFastifyServer(machine.journal);
      ended(await platform(options, { ...machine, server }));
    });
}
