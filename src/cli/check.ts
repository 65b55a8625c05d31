// `holdfast check`: is this agent file right, and if not, what is wrong where?

import type { Terminal } from '../core/ports/terminal.ts';
import { type ExitCode, exitCode } from './exit.ts';
import { readSettingsFile, type SettingsDeps } from './settings-file.ts';

export async function check(
  options: { readonly config: string },
  deps: { readonly files: SettingsDeps['files']; readonly terminal: Terminal },
): Promise<ExitCode> {
  const { files, terminal } = deps;
  const file = await readSettingsFile(options.config, { files, env: terminal.env });
  if (!file.ok) {
    terminal.out(file.failure.map((line) => `${line}\n`).join(''));
    return exitCode.no;
  }
  const { settings, warnings } = file.value;
  for (const line of warnings) terminal.err(`${line} (a warning)\n`);
  const sources = settings.sensors.length;
  const what = `device ${settings.device}, ${sources} ${sources === 1 ? 'source' : 'sources'}`;
  terminal.out(`${options.config} is right: ${what}\n`);
  return exitCode.done;
}
