// `holdfast platform account add`: an account for the file APIs, with its secrets.

import type { Clock } from '../../core/ports/clock.ts';
import type { Control } from '../../core/ports/control.ts';
import type { Files } from '../../core/ports/files.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { KvOpener } from '../../core/ports/ordered-kv.ts';
import type { Random } from '../../core/ports/random.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import type { Result } from '../../core/result.ts';
import { type Account, addAccount } from '../../platform/accounts/accounts.ts';
import { inBackroom } from '../../platform/backroom.ts';
import { type ExitCode, exitCode, exitFor } from '../exit.ts';
import { type ControlRequest, readAnswer } from './control.ts';
import { controlPath, secretOf, storePath } from './folder.ts';

export interface AccountPorts {
  readonly files: Files;
  readonly control: Control;
  readonly kv: KvOpener;
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly terminal: Terminal;
}

export interface AccountCommand {
  readonly name: string;
  readonly data: string;
  readonly json?: boolean;
}

/** Asks the server of the folder, or opens the store when there is none. */
export async function addPlatformAccount(
  { name, data, json = false }: AccountCommand,
  ports: AccountPorts,
): Promise<ExitCode> {
  const request: ControlRequest = { do: 'account add', name };
  const asked = await ports.control.ask(controlPath(data), JSON.stringify(request));
  const added = asked.ok
    ? await readAnswer<Account>(asked.value)
    : asked.failure.kind === 'not-found'
      ? await addInStore(ports, data, name)
      : asked;
  if (!added.ok) {
    ports.terminal.err(`No account: ${added.failure.detail}\n`);
    return exitFor(added.failure);
  }
  ports.terminal.out(json ? `${JSON.stringify(added.value)}\n` : words(added.value));
  return exitCode.done;
}

async function addInStore(
  ports: AccountPorts,
  dir: string,
  name: string,
): Promise<Result<Account>> {
  const made = await ports.files.makeDir(dir, 0o700);
  const secret = made.ok ? await secretOf(ports, dir) : made;
  if (!secret.ok) return secret;
  const opened = await ports.kv.open(storePath(dir));
  if (!opened.ok) return opened;
  const kv = opened.value;
  const deps = { ...ports, kv, secret: secret.value };
  const added = await inBackroom(deps, (desk) => addAccount(desk, name));
  await kv.close();
  return added;
}

const words = ({ name, xdrive, xtwip, tuyu }: Account): string => `Account ${name}
  Xdrive   username  ${xdrive.username}
           password  ${xdrive.password}
  XTWIP    devKey    ${xtwip.devKey}
  Tuyu     api_key   ${tuyu.api_key}
           secret    ${tuyu.secret}
`;
