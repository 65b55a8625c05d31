// Starts a platform: its folder, its store, its server. `holdfast platform` and the demo use it.

import { pageReply } from '../../agent/endpoint/pages.ts';
import { limits } from '../../core/limits.ts';
import type { Assets } from '../../core/ports/assets.ts';
import type { Clock } from '../../core/ports/clock.ts';
import type { Control } from '../../core/ports/control.ts';
import type { Files } from '../../core/ports/files.ts';
import type { Handler, HttpServer } from '../../core/ports/http-server.ts';
import type { Journal } from '../../core/ports/journal.ts';
import type { KvOpener, OrderedKv } from '../../core/ports/ordered-kv.ts';
import type { Random } from '../../core/ports/random.ts';
import type { ScriptWorker } from '../../core/ports/script-worker.ts';
import { ok, type Result } from '../../core/result.ts';
import type { Outside } from '../../platform/dispatch/couriers.ts';
import { behindProxy } from '../../platform/http/proxy.ts';
import { createPlatform, type Platform } from '../../platform/platform.ts';
import { openMending } from '../../platform/store/mending.ts';
import { defaultSettings, type PlatformSettings } from './config/settings.ts';
import { createControlHandler } from './control.ts';
import { controlPath, secretMode, secretOf, storePath } from './folder.ts';

export interface PlatformPorts {
  readonly clock: Clock;
  readonly random: Random;
  readonly journal: Journal;
  readonly files: Files;
  readonly kv: KvOpener;
  readonly server: HttpServer;
  readonly assets: Assets;
  /** Where the commands of the folder knock; nobody answers them if not given. */
  readonly control?: Control;
  /** The ways by which dispatches leave, with this mail server; without them none is delivered. */
  waysOut?(mail: PlatformSettings['mail']): Outside;
  /** Without it no script is run. */
  readonly scriptWorker?: ScriptWorker;
}

export interface PlatformPlace {
  /** Everything the platform keeps: `secret`, `root-cik`, `store/` and, while it runs, `control.sock`. */
  readonly dir: string;
  readonly host: string;
  readonly port: number;
  readonly rootCik?: string;
  /** What the platform file says; the defaults if not given. */
  readonly settings?: PlatformSettings;
}

export interface RunningPlatform {
  readonly host: string;
  readonly port: number;
  readonly rootCik: string;
  /** Answers requests in this process, without the network. */
  readonly handle: Handler;
  stop(): Promise<void>;
}

/** For the operator, who needs it to enrol devices. */
async function keepRootCik({ files }: PlatformPorts, dir: string, cik: string) {
  const path = `${dir}/root-cik`;
  const text = new TextEncoder().encode(`${cik}\n`);
  const read = await files.read(path, limits.keyFileBytes);
  if (read.ok && Buffer.compare(read.value, text) === 0) return read;
  return files.writeAtomic(path, text, secretMode);
}

interface Opened {
  readonly platform: Platform;
  readonly kv: OrderedKv;
  readonly secret: Uint8Array;
}

async function openPlatform(ports: PlatformPorts, place: PlatformPlace): Promise<Result<Opened>> {
  const { dir, rootCik, settings = defaultSettings() } = place;
  const made = await ports.files.makeDir(dir, 0o700);
  if (!made.ok) return made;
  const secret = await secretOf(ports, dir);
  if (!secret.ok) return secret;
  const opened = await openMending({ ...ports, opener: ports.kv }, storePath(dir));
  if (!opened.ok) return opened;
  const kv = opened.value;
  const { atOnce } = settings.scripts;
  const outside = ports.waysOut?.(settings.mail);
  const scriptWorker = atOnce > 0 ? ports.scriptWorker : undefined;
  const created = await createPlatform(
    { ...ports, kv, secret: secret.value, outside, scriptWorker },
    {
      ...(rootCik !== undefined && { rootCik }),
      pace: paceOf(settings),
      dispatch: settings.dispatch,
      recorded: settings.record.triggers,
      scriptsAtOnce: atOnce,
    },
  );
  if (created.ok) return ok({ platform: created.value, kv, secret: secret.value });
  await kv.close();
  return created;
}

/**
 * Failures: `config` (another root CIK or secret than the store's, a bad certificate), `in-use` (the
 * folder or the port), and those of the files and the store.
 */
export async function startPlatform(
  ports: PlatformPorts,
  place: PlatformPlace,
): Promise<Result<RunningPlatform>> {
  const { dir, host, port, settings = defaultSettings() } = place;
  const opened = await openPlatform(ports, place);
  if (!opened.ok) return opened;
  const { platform, kv } = opened.value;
  const closeAll = async () => {
    await platform.close();
    await kv.close();
  };
  const kept = await keepRootCik(ports, dir, platform.rootCik);
  const listening = kept.ok
    ? await ports.server.listen(
        { host, port, maxBodyBytes: limits.bodyBytes },
        behindProxy(withPages(ports.assets, platform), settings.proxy.from),
      )
    : kept;
  if (!listening.ok) {
    await closeAll();
    return listening;
  }
  const door = await openDoor(ports, dir, opened.value);
  return ok({
    host: listening.value.host,
    port: listening.value.port,
    rootCik: platform.rootCik,
    handle: platform.handle,
    async stop() {
      await door?.close();
      platform.dismissWaits();
      await listening.value.close(limits.stopMs);
      await closeAll();
    },
  });
}

/** Where the other commands of the folder knock. A platform without it still serves its devices. */
async function openDoor(ports: PlatformPorts, dir: string, { platform, kv, secret }: Opened) {
  const handler = createControlHandler(platform, { ...ports, kv, secret });
  const door = await ports.control?.serve(controlPath(dir), handler);
  if (door?.ok) return door.value;
  if (door) ports.journal.warn('control socket not served', { reason: door.failure.detail });
  return undefined;
}

/** Undefined for no limit. */
const paceOf = ({ limits: { requestsPerSecond, burst } }: PlatformSettings) =>
  requestsPerSecond === undefined ? undefined : { requestsPerSecond, burst };

/** The pages for people beside the mounts for programs. */
const withPages =
  (assets: Assets, platform: Platform): Handler =>
  async (exchange) => {
    const page =
      exchange.method === 'GET' ? pageReply(assets, 'platform.html', exchange.path) : undefined;
    return page ?? platform.handle(exchange);
  };
