// Serial ports made of nothing: a test plugs them in, talks through them, and pulls them out.

import { failure } from '../../src/core/failure.ts';
import type {
  ByteLink,
  ByteLinks,
  LinkEvents,
  LinkInfo,
  LinkOptions,
} from '../../src/core/ports/byte-link.ts';
import { done, err, ok, type Result } from '../../src/core/result.ts';

/** The far end of a port: the device. */
export interface FakeDevice {
  /** Bytes to whoever has the port open; lost when nobody has, as on a real line. */
  send(bytes: Uint8Array | string): void;
  /** What was written to the port since it was plugged in. */
  readonly received: Uint8Array;
  /** How the port is open, or undefined. */
  readonly openedWith: LinkOptions | undefined;
  /** While true, writes to the port wait for ever, as on a line without a peer. */
  stalled: boolean;
  /** While true, this user may not open the port. */
  locked: boolean;
  unplug(): void;
}

export interface FakeLinks extends ByteLinks {
  /** Adds a port under this path, with the identity of a USB adapter if given. */
  plug(path: string, identity?: Omit<LinkInfo, 'path'>): FakeDevice;
  /** How often a port was opened or tried. */
  readonly attempts: number;
}

interface Port {
  readonly info: LinkInfo;
  readonly device: FakeDevice;
  open(options: LinkOptions, events: LinkEvents): Result<ByteLink>;
}

export function createFakeLinks(): FakeLinks {
  const ports = new Map<string, Port>();
  let attempts = 0;
  return {
    get attempts() {
      return attempts;
    },
    plug(path, identity = {}) {
      const port = createPort({ path, ...identity }, () => ports.delete(path));
      ports.set(path, port);
      return port.device;
    },
    list: async () => ok([...ports.values()].map((port) => port.info)),
    open: async (path, options, events) => {
      attempts += 1;
      const port = ports.get(path);
      if (!port) return err(failure('not-found', `${path}: there is no such port`));
      return port.open(options, events);
    },
  };
}

function createPort(info: LinkInfo, remove: () => void): Port {
  let received = new Uint8Array();
  let opened:
    | { readonly options: LinkOptions; close(reason: 'closed' | 'unplugged'): void }
    | undefined;
  let deliver: ((bytes: Uint8Array) => void) | undefined;

  const device: FakeDevice = {
    stalled: false,
    locked: false,
    get received() {
      return received;
    },
    get openedWith() {
      return opened?.options;
    },
    send: (bytes) => deliver?.(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes),
    unplug() {
      remove();
      opened?.close('unplugged');
    },
  };

  const refusal = (options: LinkOptions) => {
    if (device.locked)
      return failure('forbidden', `${info.path}: add the user to the group dialout`);
    if (opened) return failure('in-use', `${info.path}: another program holds the port`);
    if (options.baud <= 0)
      return failure('invalid', `${info.path}: the port refuses this baud rate`);
    return undefined;
  };

  const open: Port['open'] = (options, events) => {
    const refused = refusal(options);
    if (refused) return err(refused);
    const closed = () => failure('closed', `${info.path} is closed`);
    let isOpen = true;
    let endWrites = () => {};
    const end = (reason: 'closed' | 'unplugged') => {
      if (!isOpen) return;
      isOpen = false;
      opened = undefined;
      deliver = undefined;
      endWrites();
      events.closed(
        reason === 'closed' ? undefined : failure('closed', `${info.path} was unplugged`),
      );
    };
    opened = { options, close: end };
    deliver = (bytes) => events.data(bytes);
    return ok({
      async write(bytes) {
        if (!isOpen) return err(closed());
        if (device.stalled) {
          return new Promise<Result<void>>((resolve) => {
            const earlier = endWrites;
            endWrites = () => {
              earlier();
              resolve(err(closed()));
            };
          });
        }
        received = Uint8Array.from([...received, ...bytes]);
        return done;
      },
      close: async () => end('closed'),
    });
  };

  return { info, device, open };
}
