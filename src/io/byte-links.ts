// Serial ports, through the package serialport.
//
// Its module SerialPort is imported by its own path: the package's index also loads a mock and ten
// parsers, which cost a Pi 8 MiB that nobody uses. All of it is loaded when a port is first used.

import { readFile, stat } from 'node:fs/promises';
import { clearTimeout, setTimeout } from 'node:timers';
import type { SerialPort } from 'serialport/dist/serialport.js';
import { type Failure, failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type {
  ByteLink,
  ByteLinks,
  LinkEvents,
  LinkInfo,
  LinkOptions,
} from '../core/ports/byte-link.ts';
import { done, err, ok, type Result } from '../core/result.ts';
import { openFailure } from './serial/port-failure.ts';

const load = async () => (await import('serialport/dist/serialport.js')).SerialPort;

type PortInfo = Awaited<ReturnType<typeof SerialPort.list>>[number];

export interface ByteLinksOptions {
  /** How long a write may take. Milliseconds. */
  readonly writeTimeoutMs?: number;
}

export function createByteLinks(options: ByteLinksOptions = {}): ByteLinks {
  const { writeTimeoutMs = limits.portWriteMs } = options;
  return {
    async list() {
      try {
        const Port = await load();
        return ok((await Port.list()).map(linkInfo));
      } catch (error) {
        return err(failure('unsupported', `cannot list ports: ${messageOf(error)}`));
      }
    },
    async open(path, link, events) {
      try {
        const port = await openPort(path, link);
        return ok(wrap(port, events, writeTimeoutMs));
      } catch (error) {
        return err(openFailure(path, messageOf(error), await groupOf(path)));
      }
    },
  };
}

async function openPort(path: string, { baud, ...line }: LinkOptions): Promise<SerialPort> {
  const Port = await load();
  return new Promise((resolve, reject) => {
    const port = new Port({ path, baudRate: baud, ...line }, (error) =>
      error ? reject(error) : resolve(port),
    );
  });
}

function wrap(port: SerialPort, events: LinkEvents, writeTimeoutMs: number): ByteLink {
  let open = true;
  let closing: Promise<void> | undefined;
  /** Ends the writes under way: a port that hung up never calls them back. */
  const writes = new Set<(reason: Failure) => void>();

  const end = (reason?: Failure) => {
    if (!open) return;
    open = false;
    for (const endWrite of writes) endWrite(reason ?? failure('closed', `${port.path} was closed`));
    events.closed(reason);
  };

  port.on('data', (bytes: Buffer) => open && events.data(bytes));
  port.on('close', () =>
    end(closing ? undefined : failure('closed', `${port.path} was unplugged`)),
  );
  // An error of an open port means that it could not be closed in order: for us it is gone.
  port.on('error', (error) => end(failure('io', `${port.path}: ${messageOf(error)}`)));

  return {
    write(bytes) {
      return new Promise((resolve) => {
        if (!open) return resolve(err(failure('closed', `${port.path} is closed`)));
        const settle = (result: Result<void>) => {
          clearTimeout(timer);
          writes.delete(fail);
          resolve(result);
        };
        const fail = (reason: Failure) => settle(err(reason));
        const late = failure('timeout', `${port.path} took no bytes for ${writeTimeoutMs} ms`);
        const timer = setTimeout(fail, writeTimeoutMs, late);
        writes.add(fail);
        port.write(Buffer.from(bytes), (error) =>
          error ? fail(failure('io', `${port.path}: ${messageOf(error)}`)) : settle(done),
        );
      });
    },
    close() {
      closing ??= new Promise((resolve) => {
        if (!open) return resolve();
        port.close(() => {
          end();
          resolve();
        });
      });
      return closing;
    },
  };
}

const linkInfo = (port: PortInfo): LinkInfo => ({
  path: port.path,
  ...(port.vendorId && { vid: port.vendorId.toLowerCase() }),
  ...(port.productId && { pid: port.productId.toLowerCase() }),
  ...(port.serialNumber && { serial: port.serialNumber }),
  ...(port.manufacturer && { manufacturer: port.manufacturer }),
});

/** The group that owns a device file; undefined when there is none that a user could be added to. */
async function groupOf(path: string): Promise<string | undefined> {
  try {
    const { gid } = await stat(path);
    const groups = await readFile('/etc/group', 'utf8');
    const entry = groups.split('\n').find((line) => line.split(':')[2] === String(gid));
    return gid === 0 ? undefined : entry?.split(':')[0];
  } catch {
    return undefined;
  }
}

const messageOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/^Error:? /, '');
