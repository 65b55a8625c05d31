// The commands that do one thing and end. Each loads what it needs when it runs.

import type { Terminal } from '../../core/ports/terminal.ts';
import type { ExitCode } from '../exit.ts';
import { httpUrl, key, word } from './arguments.ts';
import type { AddCommand } from './commands.ts';

/** `ended` is told the exit code of the one that ran. */
export function addTools(
  add: AddCommand,
  terminal: Terminal,
  ended: (code: ExitCode) => void,
): void {
  addEnroll(add, terminal, ended);

  const checks = 'say whether an agent file is right, and what is wrong where';
  add('check', checks, 'check --config agent.yaml')
    .requiredOption('--config <file>', 'the agent file')
    .option('--live', 'open each source and wait for one reading of it')
    .action(async (options) => {
      const [{ check }, { createFiles }] = await Promise.all([
        import('../check.ts'),
        import('../../io/files.ts'),
      ]);
      const live = async () => {
        const { createMachine } = await import('../machine.ts');
        return createMachine(terminal, { level: 'error' });
      };
      ended(await check(options, { files: createFiles(), terminal, live }));
    });

  add('status', 'show what a running agent holds, senses and delivers', 'status --watch')
    .option('--url <url>', 'where the agent answers', httpUrl, 'http://127.0.0.1:8421')
    .option('--json', 'print the status document')
    .option('--watch', 'print it again every second, until Ctrl-C')
    .action(async (options) => {
      const [{ status }, { createHttp }, { createClock }] = await Promise.all([
        import('../status.ts'),
        import('../../io/web/http.ts'),
        import('../../io/clock.ts'),
      ]);
      const http = createHttp();
      ended(await status(options, { http, clock: createClock(), terminal }));
      await http.close();
    });
}

function addEnroll(add: AddCommand, terminal: Terminal, ended: (code: ExitCode) => void): void {
  const example =
    'enroll --platform http://127.0.0.1:8420 --owner-cik $(cat platform/root-cik) \\\n' +
    '    --device greenhouse-1 --cik-file /var/lib/holdfast/cik';
  add('enroll', 'find or make a device at a platform, and write its key to a file', example)
    .requiredOption('--platform <url>', 'where the platform answers', httpUrl)
    .requiredOption('--owner-cik <hex>', 'the key of the client that owns the device', key)
    .requiredOption('--device <name>', "the device's alias at its owner", word)
    .requiredOption('--cik-file <file>', 'where the key goes: 40 hexadecimal digits, mode 0600')
    .option('--force', 'overwrite the key of another device')
    .action(async (options) => {
      const [{ enroll }, { createHttp }, { createFiles }, { createClock }] = await Promise.all([
        import('../enroll.ts'),
        import('../../io/web/http.ts'),
        import('../../io/files.ts'),
        import('../../io/clock.ts'),
      ]);
      const http = createHttp();
      const ports = { http, clock: createClock(), files: createFiles(), terminal };
      ended(await enroll(options, ports));
      await http.close();
    });
}
