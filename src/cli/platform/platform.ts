// `holdfast platform`: the server.

import type { ListenAddress } from '../../core/listen-address.ts';
import type { Notifier } from '../../core/ports/notifier.ts';
import type { Terminal } from '../../core/ports/terminal.ts';
import { doesNotStart, type ExitCode, exitCode } from '../exit.ts';
import type { PlatformSettings } from './config/settings.ts';
import { type PlatformPorts, startPlatform } from './start.ts';

export interface PlatformCommand {
  readonly listen: ListenAddress;
  readonly data: string;
  readonly rootCik?: string;
  readonly settings: PlatformSettings;
}

export interface PlatformCommandPorts extends PlatformPorts {
  readonly terminal: Terminal;
  readonly notifier: Notifier;
}

export async function platform(
  { listen, data, rootCik, settings }: PlatformCommand,
  { terminal, notifier, ...ports }: PlatformCommandPorts,
): Promise<ExitCode> {
  const stop = terminal.stopSignal();
  const place = { dir: data, ...listen, settings, ...(rootCik !== undefined && { rootCik }) };
  const started = await startPlatform(ports, place);
  if (!started.ok) {
    return doesNotStart('The platform', started.failure, terminal);
  }
  const { host, port } = started.value;
  const url = `${settings.tls ? 'https' : 'http'}://${host}:${port}`;
  ports.journal.info('platform started', { url, data });
  if (isOpen(listen.host, settings)) {
    ports.journal.warn('platform speaks plain http beyond this machine', { url });
  }
  notifier.ready();
  await ports.clock.sleep(Number.POSITIVE_INFINITY, stop);
  notifier.stopping();
  await started.value.stop();
  ports.journal.info('platform stopped');
  return exitCode.done;
}

/** Whether keys travel in the clear over a network: old devices know nothing else, but nobody should be unaware. */
const isOpen = (host: string, { tls, proxy }: PlatformSettings): boolean =>
  !tls && proxy.from.length === 0 && !/^(127\.|::1$|localhost$)/.test(host);
