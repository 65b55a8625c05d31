// `holdfast platform`: the server.

import type { Notifier } from '../../core/ports/notifier.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import { type ExitCode, exitCode, exitFor } from '../exit.ts';
import { type PlatformPorts, startPlatform } from './start.ts';

export interface PlatformCommand {
  readonly listen: { readonly host: string; readonly port: number };
  readonly data: string;
  readonly rootCik?: string;
}

export interface PlatformCommandPorts extends PlatformPorts {
  readonly terminal: Terminal;
  readonly notifier: Notifier;
}

/**
 * Serves until SIGTERM or Ctrl-C. Ends with 0; with 78 for a root CIK or a secret that is not that of the
 * folder; with 1 when the folder or the address cannot be had.
 */
export async function platform(
  { listen, data, rootCik }: PlatformCommand,
  { terminal, notifier, ...ports }: PlatformCommandPorts,
): Promise<ExitCode> {
  const stop = terminal.stopSignal();
  const place = { dir: data, ...listen, ...(rootCik !== undefined && { rootCik }) };
  const started = await startPlatform(ports, place);
  if (!started.ok) {
    terminal.err(`The platform does not start: ${started.failure.detail}\n`);
    return started.failure.kind === 'config' ? exitCode.badConfig : exitFor(started.failure);
  }
  const { host, port } = started.value;
  ports.journal.info('platform started', { url: `http://${host}:${port}`, data });
  notifier.ready();
  await ports.clock.sleep(Number.POSITIVE_INFINITY, stop);
  notifier.stopping();
  await started.value.stop();
  ports.journal.info('platform stopped');
  return exitCode.done;
}
