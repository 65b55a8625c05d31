// Reads the agent file that a command was given, with everything that is wrong with it.

import { formatProblem } from '../agent/config/file/problem.ts';
import { readKey } from '../agent/config/key.ts';
import { loadSettings } from '../agent/config/load.ts';
import type { Settings } from '../agent/config/settings.ts';
import { limits } from '../core/limits.ts';
import type { Files } from '../core/ports/files.ts';
import { err, ok, type Result } from '../core/result.ts';

export interface SettingsDeps {
  readonly files: Pick<Files, 'absolute' | 'read'>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

export interface SettingsFile {
  readonly settings: Settings;
  /** What is not wrong, and yet is hardly meant or keeps the agent from delivering, a line each. */
  readonly warnings: readonly string[];
}

/** Fails with lines for a person, one a problem: `file:line:column path: message`. */
export async function readSettingsFile(
  path: string,
  deps: SettingsDeps,
): Promise<Result<SettingsFile, readonly string[]>> {
  const read = await deps.files.read(path, limits.configBytes);
  if (!read.ok) return err([read.failure.detail]);
  const loaded = loadSettings(new TextDecoder().decode(read.value));
  if (!loaded.ok) return err(loaded.failure.map((problem) => formatProblem(path, problem)));

  const { settings, locate } = loaded.value;
  const say = (key: string, message: string) =>
    formatProblem(path, { path: key, ...locate(key.split('.')), message });
  const state = deps.files.absolute(settings.state);
  const relative = `is relative: for an agent that is started here it is ${state}`;
  const warnings = settings.state.startsWith('/') ? [] : [say('state', relative)];
  const key = await readKey(settings.platform.cik, deps);
  if (key.ok) return ok({ settings, warnings });
  const line = say('platform.cik', key.failure.detail);
  // A file that is not there can still come, and points are kept until then. One that this user may
  // not read is perhaps the service's own. All else is a mistake.
  const mayCome = key.failure.kind === 'unauthorised' || key.failure.kind === 'forbidden';
  return mayCome ? ok({ settings, warnings: [...warnings, line] }) : err([line]);
}
