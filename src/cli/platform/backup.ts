// `holdfast platform backup` and `restore`: a platform as one file, beside the running server or without it.

import { type Failure, failure } from '../../core/failure.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Control, Pieces } from '../../core/ports/control.ts';
import type { Files } from '../../core/ports/files.ts';
import type { KvOpener } from '../../core/ports/ordered-kv.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { backup } from '../../platform/backup/backup.ts';
import { checkBackup, restore } from '../../platform/backup/restore.ts';
import { type ExitCode, exitCode, exitFor } from '../exit.ts';
import type { ControlRequest } from './control.ts';
import { controlPath, knownSecret, secretMode, secretPath, storePath } from './folder.ts';

export interface BackupPorts {
  readonly files: Files;
  readonly control: Control;
  readonly kv: KvOpener;
  readonly clock: Clock;
  readonly terminal: Terminal;
}

/** Asks the server of the folder, or reads the store when there is none. The file is looked through at last. */
export async function backupPlatform(
  { data, out }: { readonly data: string; readonly out: string },
  ports: BackupPorts,
): Promise<ExitCode> {
  const request: ControlRequest = { do: 'backup' };
  const asked = await ports.control.ask(controlPath(data), JSON.stringify(request));
  const written =
    asked.ok || asked.failure.kind !== 'not-found'
      ? await keep(ports, out, asked)
      : await backupStore(ports, data, out);
  const checked = written.ok ? await checkBackup(ports.files.readPieces(out)) : written;
  if (!checked.ok) return complain(ports, `No backup: ${checked.failure.detail}`, checked.failure);
  const { entries, made } = checked.value;
  ports.terminal.out(`${out} holds ${entries} entries of ${made}, and the platform's secret.\n`);
  return exitCode.done;
}

const keep = async ({ files }: BackupPorts, out: string, asked: Result<Pieces>) =>
  asked.ok ? files.writePieces(out, asked.value, secretMode) : asked;

async function backupStore(ports: BackupPorts, data: string, out: string): Promise<Result<void>> {
  const secret = await knownSecret(ports, data);
  if (!secret.ok) return secret;
  const opened = await ports.kv.open(storePath(data));
  if (!opened.ok) return opened;
  const kv = opened.value;
  const written = await keep(ports, out, ok(backup({ ...ports, kv, secret: secret.value })));
  await kv.close();
  return written;
}

/** Only into a folder that holds no platform. */
export async function restorePlatform(
  { data, in: from }: { readonly data: string; readonly in: string },
  ports: BackupPorts,
): Promise<ExitCode> {
  const restored = await restoreInto(ports, data, from);
  if (!restored.ok) {
    return complain(ports, `Not restored: ${restored.failure.detail}`, restored.failure);
  }
  const { entries, made } = restored.value;
  ports.terminal.out(`${data} is the platform of ${made}: ${entries} entries.\n`);
  return exitCode.done;
}

async function restoreInto(ports: BackupPorts, data: string, from: string) {
  const { files, kv } = ports;
  const free = await isFree(ports, data);
  if (!free.ok) return free;
  const checked = await checkBackup(files.readPieces(from));
  if (!checked.ok) return checked;
  const made = await files.makeDir(data, 0o700);
  const opened = made.ok ? await kv.open(storePath(data)) : made;
  if (!opened.ok) return opened;
  const restored = await restore(files.readPieces(from), opened.value);
  await opened.value.close();
  if (!restored.ok) return restored;
  const written = await files.writeAtomic(secretPath(data), restored.value.secret, secretMode);
  return written.ok ? restored : written;
}

/** Nothing of a platform lies here: no secret, and no store, not even a part of one. */
async function isFree({ files }: BackupPorts, data: string): Promise<Result<void>> {
  const found = await files.list(data);
  if (!found.ok) return found.failure.kind === 'not-found' ? done : found;
  const ours = found.value.filter((name) => name === 'secret' || name === 'store');
  if (ours.length === 0) return done;
  return err(failure('invalid', `${data} holds a platform already, or a part of one`));
}

function complain({ terminal }: BackupPorts, words: string, failed: Failure): ExitCode {
  terminal.err(`${words}\n`);
  return exitFor(failed);
}
