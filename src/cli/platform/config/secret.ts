// A secret of the platform file: written in it, in a file of its own, or in the environment.

import * as z from 'zod';
import { failure } from '../../../core/failure.ts';
import { limits } from '../../../core/limits.ts';
import type { Files } from '../../../core/ports/files.ts';
import { err, ok, type Result } from '../../../core/result.ts';

export const secretSchema = z.union([
  z.string().min(1),
  z.strictObject({
    file: z.string().min(1).describe('A file that holds the secret, and perhaps a line feed.'),
  }),
  z.strictObject({
    env: z.string().min(1).describe('A variable of the environment that holds the secret.'),
  }),
]);
export type SecretSource = z.output<typeof secretSchema>;

export interface SecretDeps {
  readonly files: Pick<Files, 'read'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Failures: `config` for a variable that is not set, else those of Files.read. None repeats it. */
export async function readSecret(source: SecretSource, deps: SecretDeps): Promise<Result<string>> {
  if (typeof source === 'string') return ok(source);
  if ('env' in source) {
    const text = deps.env[source.env];
    if (text !== undefined) return ok(text);
    return err(failure('config', `the environment has no variable ${source.env}`));
  }
  const read = await deps.files.read(source.file, limits.keyFileBytes);
  return read.ok ? ok(new TextDecoder().decode(read.value).replace(/\r?\n$/, '')) : read;
}
