// Serial ports, through the package serialport, which is loaded when a port is first used.

import { readFile, stat } from 'node:fs/promises';
import { clearTimeout, setTimeout } from 'node:timers';
import { type Failure, failure } from '../../core/failure.ts';
import { limits } from '../../core/limits.ts';
import type { ByteLink, ByteLinks, LinkEvents, LinkInfo } from '../../core/ports/byte-link.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { listPorts, openPort, type Port } from './binding.ts';
import { openFailure } from './port-failure.ts';

export interface ByteLinksOptions {
  /** How long a write may take. Milliseconds. */
  readonly writeTimeoutMs?: number;
}

export function createByteLinks(options: ByteLinksOptions = {}): ByteLinks {
  const { writeTimeoutMs = limits.portWriteMs } = options;
  return {
    async list() {
      try {
        return ok((await listPorts()).map(linkInfo));
      } catch (error) {
        return err(failure('unsupported', `cannot list ports: ${messageOf(error)}`));
      }
    },
    async open(path, link, events) {
      try {
        const port = await openPort(path, link);
        return ok(createLink(path, port, events, writeTimeoutMs));
      } catch (error) {
        return err(openFailure(path, messageOf(error), await groupOf(path)));
      }
    },
  };
}

function createLink(
  path: string,
  port: Port,
  events: LinkEvents,
  writeTimeoutMs: number,
): ByteLink {
  let closing: Promise<void> | undefined;
  let writing: Promise<unknown> = Promise.resolve();
  const closed = () => failure('closed', `${path} is closed`);

  const end = (reason?: Failure): Promise<void> => {
    closing ??= port.close().then(
      () => events.closed(reason),
      (error) => events.closed(reason ?? failure('io', `${path}: ${messageOf(error)}`)),
    );
    return closing;
  };

  const listen = async (): Promise<void> => {
    try {
      for (let bytes = await port.read(); bytes && !closing; bytes = await port.read())
        events.data(bytes);
    } catch {
      // A port that was pulled out reads as an error, too; which one depends on the moment.
    }
    await end(failure('closed', `${path} was unplugged`));
  };
  void listen();

  return {
    async write(bytes) {
      if (closing) return err(closed());
      // One after the other, or their bytes would mix; a closing port ends the one under way.
      const written = writing.then(() => port.write(bytes)).then(() => done, ioFailure);
      writing = written;
      const late = failure('timeout', `${path} took no bytes for ${writeTimeoutMs} ms`);
      const result = await within(written, writeTimeoutMs, late);
      return closing ? err(closed()) : result;
    },
    close: () => end(),
  };

  function ioFailure(error: unknown): Result<void> {
    return err(failure('io', `${path}: ${messageOf(error)}`));
  }
}

/** The result, or `late` when it takes longer: a port that hung up may never answer. */
function within(
  result: Promise<Result<void>>,
  timeoutMs: number,
  late: Failure,
): Promise<Result<void>> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(err(late)), timeoutMs);
    void result.then((value) => {
      clearTimeout(timer);
      resolve(value);
    });
  });
}

type PortInfo = Awaited<ReturnType<typeof listPorts>>[number];

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
