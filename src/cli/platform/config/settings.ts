// Reads the platform file that a command was given, and the files that it names.

import published from '../../../../config/platform.schema.json' with { type: 'json' };
import { type FileKind, parseFile } from '../../../agent/config/file/parse.ts';
import { formatProblem } from '../../../agent/config/file/problem.ts';
import { limits } from '../../../core/limits.ts';
import { err, ok, type Result } from '../../../core/result.ts';
import { type PlatformFile, platformSchema } from './schema.ts';
import { readSecret, type SecretDeps } from './secret.ts';

/** What the file says, with the contents of those that it names. */
export type PlatformSettings = Omit<PlatformFile, 'mail'> & {
  readonly mail?: Omit<Mail, 'password'> & { readonly password?: string | undefined };
};
type Mail = NonNullable<PlatformFile['mail']>;

const platformFile: FileKind<PlatformFile> = {
  schema: platformSchema,
  published,
  mayBeEmpty: true,
};

/** What holds without a file. */
export function defaultSettings(): PlatformSettings {
  const { mail: _, ...settings } = platformSchema.parse({});
  return settings;
}

/** Fails with lines for a person, one a problem: `file:line:column path: message`. */
export async function readPlatformFile(
  path: string,
  deps: SecretDeps,
): Promise<Result<PlatformSettings, readonly string[]>> {
  const read = await readText(path, deps);
  if (!read.ok) return err([read.failure.detail]);
  const parsed = parseFile(read.value, platformFile);
  if (!parsed.ok) return err(parsed.failure.map((problem) => formatProblem(path, problem)));

  const { tls, mail, ...rest } = parsed.value.value;
  const faults: string[] = [];
  const take = async (key: string, reading: Promise<Result<string>>): Promise<string> => {
    const found = await reading;
    if (found.ok) return found.value;
    const place = parsed.value.locate(key.split('.'));
    faults.push(formatProblem(path, { path: key, ...place, message: found.failure.detail }));
    return '';
  };
  const settings: PlatformSettings = {
    ...rest,
    ...(tls && {
      tls: {
        cert: await take('tls.cert', readText(tls.cert, deps)),
        key: await take('tls.key', readText(tls.key, deps)),
      },
    }),
    ...(mail && {
      mail: {
        ...mail,
        password: mail.password && (await take('mail.password', readSecret(mail.password, deps))),
      },
    }),
  };
  return faults.length > 0 ? err(faults) : ok(settings);
}

async function readText(path: string, { files }: SecretDeps): Promise<Result<string>> {
  const read = await files.read(path, limits.configBytes);
  return read.ok ? ok(new TextDecoder().decode(read.value)) : read;
}
