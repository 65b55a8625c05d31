// The commands with their options and an example each; the work itself stands in one file a command.

import type { Command } from 'commander';
import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { httpUrl, key, word } from './arguments.ts';

/** Adds every command to `program`; `ended` is told the exit code of the one that ran. */
export function addCommands(
  program: Command,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  const add = (name: string, description: string, example: string): Command =>
    program
      .command(name)
      .description(description)
      .addHelpText('after', `\nExample:\n  holdfast ${example}`);

  add(
    'check',
    'say whether an agent file is right, and what is wrong where',
    'check --config agent.yaml',
  )
    .requiredOption('--config <file>', 'the agent file')
    .action(async (options) => {
      const [{ check }, { createFiles }] = await Promise.all([
        import('../check.ts'),
        import('../../io/files.ts'),
      ]);
      ended(await check(options, { files: createFiles(), terminal }));
    });

  add('status', 'show what a running agent holds, senses and delivers', 'status --watch')
    .option('--url <url>', 'where the agent answers', httpUrl, 'http://127.0.0.1:8421')
    .option('--json', 'print the status document')
    .option('--watch', 'print it again every second, until Ctrl-C')
    .action(async (options) => {
      const [{ status }, { createHttp }, { createClock }] = await Promise.all([
        import('../status.ts'),
        import('../../io/http.ts'),
        import('../../io/clock.ts'),
      ]);
      const http = createHttp();
      ended(await status(options, { http, clock: createClock(), terminal }));
      await http.close();
    });

  const owner = '$(cat platform/root-cik)';
  add(
    'enroll',
    'find or make this device at a platform, and write its key to a file',
    `enroll --platform http://127.0.0.1:8420 --owner-cik ${owner} \\\n    --device greenhouse-1 --cik-file /var/lib/holdfast/cik`,
  )
    .requiredOption('--platform <url>', 'where the platform answers', httpUrl)
    .requiredOption('--owner-cik <hex>', 'the key of the client that owns the device', key)
    .requiredOption('--device <name>', "the device's alias at its owner", word)
    .requiredOption('--cik-file <file>', 'where the key goes: 40 hexadecimal digits, mode 0600')
    .option('--force', 'overwrite the key of another device')
    .action(async (options) => {
      const [{ enroll }, { createHttp }, { createFiles }, { createClock }] = await Promise.all([
        import('../enroll.ts'),
        import('../../io/http.ts'),
        import('../../io/files.ts'),
        import('../../io/clock.ts'),
      ]);
      const http = createHttp();
      const ports = { http, clock: createClock(), files: createFiles(), terminal };
      ended(await enroll(options, ports));
      await http.close();
    });
}
