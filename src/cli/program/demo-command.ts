// The command for the first five minutes.

import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { duration, port } from './arguments.ts';
import type { AddCommand } from './commands.ts';

/** `ended` is told the exit code. */
export function addDemo(
  add: AddCommand,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  add(
    'demo',
    'platform and agent with made-up sensors in one go: pull the cable, and lose nothing',
    'demo --for 10s',
  )
    .option('--port <port>', "the platform's port; the agent takes the next free one", port, 8420)
    .option('--dir <dir>', 'where both keep everything; a temporary folder if not given')
    .option('--headless', 'draw nothing on the terminal')
    .option('--for <duration>', 'end after this long and print the final status', duration)
    .action(async (options) => {
      const [{ demo, drawsOn }, { createMachine }, { createFastifyServer }, { createTempFolders }] =
        await Promise.all([
          import('../demo.ts'),
          import('../machine.ts'),
          import('../../io/web/fastify-server.ts'),
          import('../../io/temp-folders.ts'),
        ]);
      let news = '';
      const write = (line: string) => {
        news = line.trim();
      };
      const drawn = drawsOn(options, terminal.isScreen);
      const machine = createMachine(terminal, drawn ? { shape: 'person', write } : {});
      const ports = {
        ...machine,
        platformServer: createFastifyServer(machine.journal),
        tempFolders: createTempFolders(),
        news: () => news,
      };
      ended(await demo(options, ports));
      await machine.http.close();
    });
}
