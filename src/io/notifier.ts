// The word to systemd: datagrams to NOTIFY_SOCKET (sd_notify(3)).

import type { Journal } from '../core/ports/journal.ts';
import type { Notifier } from '../core/ports/notifier.ts';
import type { LibcDoor } from './libc.ts';

export interface NotifierDeps {
  readonly libc: LibcDoor;
  readonly journal: Journal;
}

/** What systemd tells its service (systemd.exec(5)). */
export interface NotifierEnv {
  readonly NOTIFY_SOCKET?: string | undefined;
  readonly WATCHDOG_USEC?: string | undefined;
  readonly WATCHDOG_PID?: string | undefined;
}

type Send = (words: string) => void;

/** Without NOTIFY_SOCKET in `env` nothing is loaded and nothing is sent. */
export function createNotifier(deps: NotifierDeps, env: NotifierEnv = process.env): Notifier {
  const path = socketPath(env.NOTIFY_SOCKET);
  const line = path && openLine(deps, path);
  // The words wait for the door in the order in which they were said.
  const say: Send = (words) => {
    void line?.then((send) => send(words));
  };
  return {
    watchdogMs: watchdogMs(env),
    ready: () => say('READY=1'),
    alive: () => say('WATCHDOG=1'),
    status: (text) => say(`STATUS=${text.replaceAll('\n', ' ')}`),
    stopping: () => say('STOPPING=1'),
  };
}

async function openLine({ libc, journal }: NotifierDeps, path: Uint8Array): Promise<Send> {
  const silent = (detail: string): Send => {
    journal.warn('service manager unreachable', { detail });
    return () => {};
  };
  const door = await libc.open();
  if (!door.ok) return silent(door.failure.detail);
  const socket = door.value.datagramSocket();
  if (!socket.ok) return silent(socket.failure);
  return (words) => {
    door.value.sendDatagram(socket.value, Buffer.from(words), path);
  };
}

/** A path, or `@name` for the abstract one, whose first byte is NUL; other kinds of address are not ours. */
function socketPath(address: string | undefined): Uint8Array | undefined {
  if (address?.startsWith('/')) return Buffer.from(address);
  if (address?.startsWith('@')) return Buffer.from(`\0${address.slice(1)}`);
  return undefined;
}

/** Half of what systemd allows, as sd_watchdog_enabled(3) advises. */
function watchdogMs(env: NotifierEnv): number | undefined {
  const limitUs = Number(env.WATCHDOG_USEC);
  const forUs = env.WATCHDOG_PID === undefined || env.WATCHDOG_PID === String(process.pid);
  return limitUs > 0 && forUs ? limitUs / 2000 : undefined;
}
