// What lies in a platform's folder, and its secret: without that no key of the store can be read.

import { failure } from '../../core/failure.ts';
import type { Files } from '../../core/ports/files.ts';
import type { Random } from '../../core/ports/random.ts';
import { err, ok, type Result } from '../../core/result.ts';

const secretBytes = 32;
/** For this user alone. */
export const secretMode = 0o600;

export const secretPath = (dir: string): string => `${dir}/secret`;
export const storePath = (dir: string): string => `${dir}/store`;
export const controlPath = (dir: string): string => `${dir}/control.sock`;

/** Failures: `not-found` before the first start, `config` when it is damaged, and those of the file. */
export async function knownSecret(
  { files }: { readonly files: Files },
  dir: string,
): Promise<Result<Uint8Array>> {
  const read = await files.read(secretPath(dir), secretBytes);
  if (!read.ok || read.value.length === secretBytes) return read;
  return err(failure('config', `${secretPath(dir)} is damaged: a secret has ${secretBytes} bytes`));
}

/** The secret of this folder, made when there is none. */
export async function secretOf(
  ports: { readonly files: Files; readonly random: Random },
  dir: string,
): Promise<Result<Uint8Array>> {
  const read = await knownSecret(ports, dir);
  if (read.ok || read.failure.kind !== 'not-found') return read;
  const secret = ports.random.bytes(secretBytes);
  const written = await ports.files.writeAtomic(secretPath(dir), secret, secretMode);
  return written.ok ? ok(secret) : written;
}
