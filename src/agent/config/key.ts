// The key of the device (its CIK): written in the file, in a file of its own, or in the environment.

import * as z from 'zod';
import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { Files } from '../../core/ports/files.ts';
import { err, ok, type Result } from '../../core/result.ts';

const keyPattern = /^[0-9a-fA-F]{40}$/;
const keyHint = 'a key is 40 hexadecimal digits';

const keyFile = z
  .strictObject({
    file: z.string().min(1).describe('A file that holds the key; `holdfast enroll` writes it.'),
  })
  .describe('The key stands in a file of its own.');

const keyVariable = z
  .strictObject({
    env: z.string().min(1).describe('A variable of the environment that holds the key.'),
  })
  .describe('The key stands in the environment.');

/** Where the key is to be found. */
export const keySchema = z.union([
  z.string().regex(keyPattern, { error: keyHint }).toLowerCase(),
  keyFile,
  keyVariable,
]);
export type KeySource = z.output<typeof keySchema>;

export interface KeyDeps {
  readonly files: Pick<Files, 'read'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The key as 40 lower-case hexadecimal digits. Failures: `unauthorised` for a file that is not there
 * yet, `config` for a variable that is not set and for what is no key, else those of Files.read. None
 * of them repeats it.
 */
export async function readKey(source: KeySource, deps: KeyDeps): Promise<Result<string>> {
  if (typeof source === 'string') return ok(source);
  if ('env' in source) {
    const text = deps.env[source.env];
    return text === undefined
      ? err(failure('config', `the environment has no variable ${source.env}`))
      : toKey(text, `the variable ${source.env}`);
  }
  const read = await deps.files.read(source.file, limits.keyFileBytes);
  if (!read.ok) return err(explain(read.failure, source.file));
  return toKey(new TextDecoder().decode(read.value), source.file);
}

function toKey(text: string, where: string): Result<string> {
  const key = text.trim().toLowerCase();
  return keyPattern.test(key)
    ? ok(key)
    : err(failure('config', `${where} holds no key: ${keyHint}`));
}

const explain = (cause: Failure, file: string): Failure =>
  cause.kind === 'not-found'
    ? failure('unauthorised', `${file} is not there yet: \`holdfast enroll\` writes it`)
    : cause;
