// What serialport's binding says in one English line (serialport_unix.cpp), as a Failure.

import { type Failure, type FailureKind, failure } from '../../core/failure.ts';

// The binding gives the message of strerror and no code. Order matters: an open that is refused also
// says "cannot open".
const kinds: readonly (readonly [RegExp, FailureKind, string])[] = [
  [/Cannot lock port|Device or resource busy/i, 'in-use', 'another program holds the port'],
  [/Permission denied|Operation not permitted/i, 'forbidden', 'this user may not open it'],
  [/No such (file|device)/i, 'not-found', 'there is no such port'],
  [/baud ?rate/i, 'invalid', 'the port refuses this baud rate'],
  [/Inappropriate ioctl|Not a tty/i, 'invalid', 'this is no serial port'],
];

/**
 * The failure for an error of open; `group` owns the device file, and its members may open it.
 * Without one the usual group of serial ports is named.
 */
export function openFailure(path: string, message: string, group = 'dialout'): Failure {
  const [, kind, words] = kinds.find(([pattern]) => pattern.test(message)) ?? [];
  if (kind === undefined) return failure('io', `${path}: ${message}`);
  const remedy = kind === 'forbidden' ? `; add it to the group ${group}` : '';
  // A port may be given another speed or cable while we wait: nothing here is for ever.
  return failure(kind, `${path}: ${words}${remedy}`, { retry: 'later' });
}
