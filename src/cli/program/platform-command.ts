// `holdfast platform`, and the commands for a platform's folder.

import type { Command } from 'commander';
import type { ListenAddress } from '../../core/listen-address.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import { type ExitCode, exitCode } from '../exit.ts';
import { key, listen } from './arguments.ts';
import type { AddCommand } from './commands.ts';

type Ended = (code: ExitCode) => void;

export function addPlatform(add: AddCommand, terminal: Terminal, ended: Ended): void {
  const platform = add(
    'platform',
    'be the server: One Platform for devices of your own',
    'platform --listen 127.0.0.1:8420 --data ./platform',
  )
    .option('--config <file>', 'the platform file: TLS, mail, gateways, limits')
    .option('--listen <host:port>', 'where to answer; must be given', listen)
    .option('--data <dir>', 'where everything is kept, made when it is not there; must be given')
    .option('--root-cik <hex>', 'the key of the root client, at the first start', key)
    .action(async (given: Given) => {
      // Not commander's own check: it would ask the commands below for these options too.
      const { listen, data } = given;
      if (listen === undefined) return missing(platform, '--listen <host:port>');
      if (data === undefined) return missing(platform, '--data <dir>');
      ended(await serve({ ...given, listen, data }, terminal));
    });
  addBackup(platform, terminal, ended);
  addAccount(platform, terminal, ended);
}

interface Given {
  readonly config?: string;
  readonly listen?: ListenAddress;
  readonly data?: string;
  readonly rootCik?: string;
}

const missing = (command: Command, option: string): never =>
  command.error(`error: required option '${option}' not specified`);

async function serve(
  { config, ...command }: Given & Required<Pick<Given, 'listen' | 'data'>>,
  terminal: Terminal,
): Promise<ExitCode> {
  const [{ defaultSettings, readPlatformFile }, { createFiles }] = await Promise.all([
    import('../platform/config/settings.ts'),
    import('../../io/files.ts'),
  ]);
  const deps = { files: createFiles(), env: terminal.env };
  const file = config === undefined ? undefined : await readPlatformFile(config, deps);
  if (file && !file.ok) {
    terminal.err(file.failure.map((line) => `${line}\n`).join(''));
    return exitCode.badConfig;
  }
  const settings = file?.value ?? defaultSettings();
  const [{ platform }, { createMachine }, { createFastifyServer }] = await Promise.all([
    import('../platform/platform.ts'),
    import('../machine.ts'),
    import('../../io/web/fastify-server.ts'),
  ]);
  const machine = createMachine(terminal, settings.log);
  const server = createFastifyServer(machine.journal, settings.tls);
  const code = await platform({ ...command, settings }, { ...machine, server });
  await machine.http.close();
  return code;
}

const example = (text: string): string => `\nExample:\n  holdfast platform ${text}`;

function addBackup(platform: Command, terminal: Terminal, ended: Ended): void {
  const load = async () => {
    const [commands, { createMachine }] = await Promise.all([
      import('../platform/backup.ts'),
      import('../machine.ts'),
    ]);
    return { ...commands, machine: createMachine(terminal, { level: 'error' }) };
  };
  platform
    .command('backup')
    .description('put the whole platform into one file, beside the running server or without it')
    .requiredOption('--data <dir>', 'the folder of the platform')
    .requiredOption('--out <file>', 'the file, mode 0600: it holds every key')
    .addHelpText('after', example('backup --data ./platform --out platform.backup'))
    .action(async (options) => {
      const { backupPlatform, machine } = await load();
      ended(await backupPlatform(options, machine));
    });
  platform
    .command('restore')
    .description('make a platform of a backup, in a folder that holds none')
    .requiredOption('--data <dir>', 'the folder of the new platform')
    .requiredOption('--in <file>', 'the backup')
    .addHelpText('after', example('restore --data ./platform --in platform.backup'))
    .action(async (options) => {
      const { restorePlatform, machine } = await load();
      ended(await restorePlatform(options, machine));
    });
}

function addAccount(platform: Command, terminal: Terminal, ended: Ended): void {
  platform
    .command('account')
    .description('accounts for the file APIs: Xdrive, XTWIP, Tuyu')
    .command('add')
    .description('make an account, and print its secrets')
    .argument('<name>', 'one word or an e-mail address; also its Xdrive user name')
    .requiredOption('--data <dir>', 'the folder of the platform')
    .option('--json', 'print it as JSON')
    .addHelpText('after', example('account add anna --data ./platform --json'))
    .action(async (name, options) => {
      const [{ addPlatformAccount }, { createMachine }] = await Promise.all([
        import('../platform/account.ts'),
        import('../machine.ts'),
      ]);
      const machine = createMachine(terminal, { level: 'error' });
      ended(await addPlatformAccount({ name, ...options }, machine));
    });
}
