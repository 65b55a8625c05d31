// The service manager's end of sd_notify: an AF_UNIX datagram socket that collects what it is sent.

import koffi from 'koffi';

export interface NotifySocket {
  /** Takes one more datagram, if there is one, and gives all so far. */
  received(): readonly string[];
  close(): void;
}

const AF_UNIX = 1;
const SOCK_DGRAM_NONBLOCK = 2 | 0o4000;

/** `address` is a path, or `@name` in the abstract name space, as in NOTIFY_SOCKET. */
export function listenForNotify(address: string): NotifySocket {
  const libc = koffi.load(null);
  const socket = libc.func('int socket(int domain, int type, int protocol)');
  const bind = libc.func('int bind(int fd, void *address, unsigned int size)');
  const recv = libc.func('long recv(int fd, void *bytes, size_t length, int flags)');
  const close = libc.func('int close(int fd)');

  const name = Buffer.from(address.startsWith('@') ? `\0${address.slice(1)}` : `${address}\0`);
  const fd = socket(AF_UNIX, SOCK_DGRAM_NONBLOCK, 0);
  if (bind(fd, Buffer.concat([Buffer.from([AF_UNIX, 0]), name]), 2 + name.length) !== 0)
    throw new Error(`cannot bind ${address}: errno ${koffi.errno()}`);

  const datagrams: string[] = [];
  return {
    received: () => {
      const bytes = Buffer.alloc(4096);
      const length = recv(fd, bytes, bytes.length, 0);
      if (length > 0) datagrams.push(bytes.toString('utf8', 0, length));
      return datagrams;
    },
    close: () => close(fd),
  };
}
