// The Linux binding of the package serialport: ports without its stream.
//
// The stream reads a port that hung up again and again without end, when it is not waiting at the
// moment of the hang-up (unix-read.js of bindings-cpp 13 takes zero bytes for "try again"): an adapter
// that is pulled out while it sends would cost all of the processor. So the reading is ours; opening,
// speeds, locks, polling and writing are the binding's. The module SerialPort is imported by its own
// path, since the package's index also loads a mock and ten parsers, which cost a Pi 8 MiB.

import { read as readCallback } from 'node:fs';
import { promisify } from 'node:util';
import type { SerialPort } from 'serialport/dist/serialport.js';
import type { LinkOptions } from '../../core/ports/byte-link.ts';

/** Loads the package at first use. */
const load = async () => (await import('serialport/dist/serialport.js')).SerialPort;

type OpenPort = Awaited<ReturnType<typeof SerialPort.binding.open>>;
type LinuxPort = Extract<OpenPort, { poller: unknown; fd: unknown }>;

/** An open port of this machine. Its methods throw what the binding throws. */
export interface Port {
  /** Bytes that came: waits for some. Undefined when the port hung up. */
  read(): Promise<Uint8Array | undefined>;
  write(bytes: Uint8Array): Promise<void>;
  /** Ends what waits in `read` and `write`: they throw. */
  close(): Promise<void>;
}

const readBytes = promisify(readCallback);
/** The kernel hands over at most 4 KiB of a terminal at once; a little more costs nothing. */
const readSize = 8 * 1024;

export async function openPort(path: string, { baud, ...line }: LinkOptions): Promise<Port> {
  const { binding } = await load();
  // We run on Linux only; the type is of whatever platform the package was built to know.
  const port = (await binding.open({ path, baudRate: baud, ...line })) as LinuxPort;
  const buffer = Buffer.allocUnsafeSlow(readSize);
  const readable = () =>
    new Promise<void>((resolve, reject) => {
      port.poller.once('readable', (error) => (error ? reject(error) : resolve()));
    });

  return {
    async read() {
      // Polling a port that is closed already would bring the process down.
      while (port.fd !== null) {
        const bytesRead = await readNow(port.fd, buffer);
        if (bytesRead === 0) return undefined;
        if (bytesRead > 0) return Uint8Array.from(buffer.subarray(0, bytesRead));
        if (port.fd !== null) await readable();
      }
      throw new Error('the port is closed');
    },
    write: (bytes) => port.write(Buffer.from(bytes)),
    close: () => port.close(),
  };
}

/** How many bytes there were: 0 when the port hung up, -1 when there are none yet. */
async function readNow(fd: number, buffer: Buffer): Promise<number> {
  try {
    return (await readBytes(fd, buffer, 0, buffer.length, null)).bytesRead;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EAGAIN' || code === 'EINTR') return -1;
    throw error;
  }
}

/** All serial ports that udev knows. Starts the program udevadm. */
export const listPorts = async () => (await load()).list();
