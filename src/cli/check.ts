// `holdfast check`: is this agent file right, and if not, what is wrong where?

import type { Terminal } from '../core/ports/terminal.ts';
import { describeAttempt, type LiveDeps, readEach } from './check-live.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { readSettingsFile, type SettingsDeps } from './settings-file.ts';

interface CheckDeps {
  readonly files: SettingsDeps['files'];
  readonly terminal: Terminal;
  /** What sources need, asked for only when they are to be opened. */
  readonly live: () => Promise<LiveDeps>;
}

/**
 * Problems go to standard output, a line each, and end with 1; warnings go to standard error and change
 * nothing. With `live` each source is opened and has to give one reading; a source that does not ends with 1.
 */
export async function check(
  options: { readonly config: string; readonly live?: boolean },
  { files, terminal, live }: CheckDeps,
): Promise<ExitCode> {
  const file = await readSettingsFile(options.config, { files, env: terminal.env });
  if (!file.ok) {
    terminal.out(file.failure.map((line) => `${line}\n`).join(''));
    return exitCode.no;
  }
  const { settings, warnings } = file.value;
  for (const line of warnings) terminal.err(`warning: ${line}\n`);
  const sources = settings.sensors.length;
  const what = `device ${settings.device}, ${sources} ${sources === 1 ? 'source' : 'sources'}`;
  terminal.out(`${options.config} is right: ${what}\n`);
  if (!options.live) return exitCode.done;

  const attempts = await readEach(settings.sensors, await live());
  for (const attempt of attempts) terminal.out(`${describeAttempt(attempt)}\n`);
  return attempts.every(({ readings }) => readings) ? exitCode.done : exitCode.no;
}
