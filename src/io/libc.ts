// The door to libc: the few system calls that Node does not make, through koffi, opened on first use.

import { getSystemErrorName } from 'node:util';
import { type Failure, failure } from '../core/failure.ts';
import { err, ok, type Result } from '../core/result.ts';

/** Calls never throw. A refusal is the name of the error (`EBUSY`). File descriptors are plain numbers. */
export interface Libc {
  /** `argument` is read and written in place. The answer is what the call returned. */
  ioctl(fd: number, request: number, argument: Uint8Array): Result<number, string>;
  /**
   * Waits on another thread until a descriptor is ready. `fds` is an array of struct pollfd that must
   * stay untouched until then. The process cannot end meanwhile: keep the time-out short, or have a
   * descriptor among them that wakes it. -1 on an error.
   */
  poll(fds: Uint8Array, count: number, timeoutMs: number): Promise<number>;
  /** A counter to poll on; writing 8 bytes to it wakes the poll, reading 8 bytes resets it (eventfd(2)). */
  eventfd(): Result<number, string>;
  /** An AF_UNIX datagram socket that never blocks. */
  datagramSocket(): Result<number, string>;
  /** Sends one datagram to a path, or to an abstract name that starts with NUL. */
  sendDatagram(fd: number, bytes: Uint8Array, path: Uint8Array): Result<number, string>;
  /**
   * Whether a time service has told the kernel that the wall clock is right (adjtimex(2)); undefined
   * where a sandbox forbids the question.
   */
  clockSynchronised(): boolean | undefined;
}

export interface LibcDoor {
  /** Failure: `unsupported`, where koffi has no build for this machine. */
  open(): Promise<Result<Libc>>;
  /** What `open` gave, if somebody has opened it. */
  readonly opened: Libc | undefined;
}

/** Nothing is loaded before the first `open`: koffi costs 6 MB of memory and some 10 ms. */
export function createLibcDoor(): LibcDoor {
  let opened: Libc | undefined;
  let opening: Promise<Result<Libc>> | undefined;
  const load = async (): Promise<Result<Libc>> => {
    try {
      opened = bind((await import('koffi')).default);
      return ok(opened);
    } catch (thrown) {
      return err(unsupported(thrown));
    }
  };
  return {
    open: () => {
      opening ??= load();
      return opening;
    },
    get opened() {
      return opened;
    },
  };
}

const unsupported = (thrown: unknown): Failure =>
  failure('unsupported', `the door to libc does not open on this machine: ${String(thrown)}`);

const AF_UNIX = 1;
const SOCK_DGRAM = 2;
const SOCK_CLOEXEC = 0o2000000;
const SOCK_NONBLOCK = 0o4000;
const EFD_CLOEXEC = SOCK_CLOEXEC;
const EFD_NONBLOCK = SOCK_NONBLOCK;
const MSG_NOSIGNAL = 0x4000;
const TIME_ERROR = 5;
/** Larger than struct timex of any architecture; zeros mean "only read". */
const timexBytes = 256;

type Koffi = typeof import('koffi').default;

/** The symbols of the process itself (`load(null)`), so that glibc and musl are the same to us. */
function bind(koffi: Koffi): Libc {
  const self = koffi.load(null);
  const ioctl = self.func('int ioctl(int fd, unsigned long request, void *argument)');
  const poll = self.func('int poll(void *fds, unsigned long count, int timeoutMs)');
  const eventfd = self.func('int eventfd(unsigned int value, int flags)');
  const socket = self.func('int socket(int domain, int type, int protocol)');
  const sendto = self.func(
    'long sendto(int fd, void *bytes, size_t length, int flags, void *address, unsigned int size)',
  );
  const adjtimex = self.func('int adjtimex(void *timex)');
  const checked = (returned: number): Result<number, string> =>
    returned < 0 ? err(getSystemErrorName(-koffi.errno())) : ok(returned);

  return {
    ioctl: (fd, request, argument) => checked(ioctl(fd, request, argument)),
    poll: (fds, count, timeoutMs) =>
      new Promise((resolve) => {
        poll.async(fds, count, timeoutMs, (error: unknown, ready: number) =>
          resolve(error ? -1 : ready),
        );
      }),
    eventfd: () => checked(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)),
    datagramSocket: () => checked(socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)),
    sendDatagram: (fd, bytes, path) => {
      const address = socketAddress(path);
      return checked(sendto(fd, bytes, bytes.length, MSG_NOSIGNAL, address, address.length));
    },
    clockSynchronised: () => {
      const state = adjtimex(new Uint8Array(timexBytes));
      return state < 0 ? undefined : state !== TIME_ERROR;
    },
  };
}

/** struct sockaddr_un: an abstract name has exactly its length, a path ends with NUL (unix(7)). */
function socketAddress(path: Uint8Array): Uint8Array {
  const address = new Uint8Array(2 + path.length + (path[0] === 0 ? 0 : 1));
  new DataView(address.buffer).setUint16(0, AF_UNIX, true);
  address.set(path, 2);
  return address;
}
