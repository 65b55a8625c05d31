// A line in our hands: asking the kernel for it, and naming who has it when it is refused.

import { closeSync } from 'node:fs';
import { type Failure, failure } from '../../core/failure.ts';
import type { Level } from '../../core/ports/pins.ts';
import { done, err, ok, type Result } from '../../core/result.ts';
import { codeFailure } from '../errno.ts';
import type { Libc } from '../libc.ts';
import { type FoundLine, readLine, withChip } from './chips.ts';
import {
  decodeLevel,
  encodeLevel,
  encodeLineRequest,
  type LineConfig,
  lineFd,
  requests,
} from './uapi.ts';

/** The name under which others see our lines (`gpioinfo`). */
const consumer = 'holdfast';

export interface HeldLine {
  readonly fd: number;
  /** For people: `gpiochip0 line 17`. */
  readonly title: string;
  read(): Result<Level>;
  set(level: Level): Result<void>;
  /** Idempotent. Nobody may be polling the descriptor. */
  release(): void;
}

/** What a refused request comes back with: the error's name beside the failure it stands for. */
export interface Refusal {
  readonly code: string;
  readonly failure: Failure;
}

/**
 * Failures: `in-use` (names the consumer), `unsupported` (no edges on this chip), `forbidden`,
 * `not-found` (the chip left meanwhile), `io`.
 */
export function requestLine(
  libc: Libc,
  line: FoundLine,
  config: LineConfig,
): Result<HeldLine, Refusal> {
  const { chip, offset } = line.info;
  const title = `${chip} line ${offset}`;
  const request = encodeLineRequest(offset, consumer, config);
  let code = '';
  const asked = withChip(line.path, (fd) => {
    const answered = libc.ioctl(fd, requests.line, request);
    if (answered.ok) return done;
    code = answered.failure;
    return err(refusal(libc, { fd, title, offset }, code));
  });
  if (!asked.ok) return err({ code, failure: asked.failure });
  return ok(holdLine(libc, lineFd(request), title));
}

function refusal(
  libc: Libc,
  { fd, title, offset }: { readonly fd: number; readonly title: string; readonly offset: number },
  code: string,
): Failure {
  if (code === 'EBUSY') {
    const info = readLine(libc, fd, offset);
    const holder = info.ok && info.value.consumer ? info.value.consumer : 'somebody unnamed';
    return failure('in-use', `${title} is held by ${holder}`);
  }
  if (code === 'ENXIO')
    return failure('unsupported', `${title} cannot tell of edges (its chip has no interrupts)`);
  return codeFailure(code, `${title} refuses these options`);
}

function holdLine(libc: Libc, fd: number, title: string): HeldLine {
  let released = false;
  const exchange = (request: number, values: Uint8Array): Result<Uint8Array> => {
    if (released) return err(failure('closed', `${title} was closed`));
    const answered = libc.ioctl(fd, request, values);
    return answered.ok
      ? ok(values)
      : err(codeFailure(answered.failure, `${title} does not answer`));
  };
  return {
    fd,
    title,
    read: () => {
      const values = exchange(requests.getValues, encodeLevel(0));
      return values.ok ? ok(decodeLevel(values.value)) : values;
    },
    set: (level) => {
      const set = exchange(requests.setValues, encodeLevel(level));
      return set.ok ? done : set;
    },
    release: () => {
      if (!released) closeSync(fd);
      released = true;
    },
  };
}
