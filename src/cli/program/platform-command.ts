// `holdfast platform`, and what belongs to a platform's folder.

import type { Terminal } from '../../core/ports/terminal.ts';
import { type ExitCode, exitCode } from '../exit.ts';
import { key, listen } from './arguments.ts';
import type { AddCommand } from './commands.ts';

export function addPlatform(
  add: AddCommand,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  add(
    'platform',
    'be the server: One Platform for devices of your own',
    'platform --listen 127.0.0.1:8420 --data ./platform',
  )
    .option('--config <file>', 'the platform file: TLS, mail, gateways, limits')
    .requiredOption('--listen <host:port>', 'where to answer', listen)
    .requiredOption('--data <dir>', 'where everything is kept; made when it is not there')
    .option('--root-cik <hex>', 'the key of the root client, at the first start', key)
    .action(async ({ config, ...options }) => {
      const [{ defaultSettings, readPlatformFile }, { createFiles }] = await Promise.all([
        import('../platform/config/settings.ts'),
        import('../../io/files.ts'),
      ]);
      const deps = { files: createFiles(), env: terminal.env };
      const file = config === undefined ? undefined : await readPlatformFile(config, deps);
      if (file && !file.ok) {
        terminal.err(file.failure.map((line) => `${line}\n`).join(''));
        return ended(exitCode.badConfig);
      }
      const settings = file?.value ?? defaultSettings();
      const [{ platform }, { createMachine }, { createFastifyServer }] = await Promise.all([
        import('../platform/platform.ts'),
        import('../machine.ts'),
        import('../../io/web/fastify-server.ts'),
      ]);
      const machine = createMachine(terminal, settings.log);
      const server = createFastifyServer(machine.journal, settings.tls);
      ended(await platform({ ...options, settings }, { ...machine, server }));
      await machine.http.close();
    });
}
