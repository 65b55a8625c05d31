// The GPIO chips of this machine: what is in /dev, and which line is meant.

import { closeSync, lstatSync, openSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { type Failure, failure } from '../../core/failure.ts';
import type { ChipInfo, LineInfo, LineRef } from '../../core/ports/pins.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { codeFailure, errorCode, thrownFailure } from '../errno.ts';
import type { Libc } from '../libc.ts';
import {
  chipInfoBytes,
  decodeChipInfo,
  decodeLineInfo,
  encodeLineInfoQuery,
  requests,
} from './uapi.ts';

/** A line that exists. */
export interface FoundLine {
  /** The device of its chip. */
  readonly path: string;
  readonly info: LineInfo;
}

/**
 * All chips with all their lines. Failures: `unsupported` when there is none, `forbidden` when one may
 * not be opened, `io`.
 */
export function listChips(libc: Libc): Result<readonly ChipInfo[]> {
  const paths = devicePaths();
  if (paths.length === 0)
    return err(failure('unsupported', 'this machine has no GPIO lines (no /dev/gpiochip*)'));
  const chips: ChipInfo[] = [];
  for (const path of paths) {
    const chip = withChip(path, (fd) => readChip(libc, fd, path));
    if (!chip.ok) return chip;
    chips.push(chip.value);
  }
  return ok(chips);
}

/** The line that is meant; the first one, in the order of the chips, when a name is there twice. */
export function findLine(chips: readonly ChipInfo[], ref: LineRef): Result<FoundLine> {
  if ('name' in ref) {
    for (const { path, lines } of chips) {
      const info = lines.find((line) => line.name === ref.name);
      if (info) return ok({ path, info });
    }
    return err(failure('not-found', `no line is named ${ref.name} on ${describe(chips)}`));
  }
  const chip = chips.find((c) => answersTo(c, ref.chip));
  if (!chip) return err(failure('not-found', `no chip ${ref.chip}; there is ${describe(chips)}`));
  const info = chip.lines[ref.offset];
  if (info) return ok({ path: chip.path, info });
  const last = chip.lines.length - 1;
  return err(failure('not-found', `${chip.name} has lines 0 to ${last}, not ${ref.offset}`));
}

/** Runs `use` with the chip's device open, and closes it. */
export function withChip<T>(path: string, use: (fd: number) => Result<T>): Result<T> {
  let fd: number;
  try {
    fd = openSync(path, 'r+');
  } catch (thrown) {
    return err(openFailure(path, thrown));
  }
  try {
    return use(fd);
  } finally {
    closeSync(fd);
  }
}

/** What tells one chip from another one that later takes its name; undefined when the device is gone. */
export function chipIdentity(path: string): string | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && `${found.ino}:${found.rdev}`;
}

export function readLine(libc: Libc, fd: number, line: number): Result<Omit<LineInfo, 'chip'>> {
  const query = encodeLineInfoQuery(line);
  const answered = libc.ioctl(fd, requests.lineInfo, query);
  if (!answered.ok) return err(codeFailure(answered.failure, `cannot ask about line ${line}`));
  return ok({ offset: line, ...decodeLineInfo(query) });
}

function readChip(libc: Libc, fd: number, path: string): Result<ChipInfo> {
  const bytes = new Uint8Array(chipInfoBytes);
  const answered = libc.ioctl(fd, requests.chipInfo, bytes);
  if (!answered.ok) return err(codeFailure(answered.failure, `cannot ask about ${path}`));
  const { name, label, lineCount } = decodeChipInfo(bytes);
  const lines: LineInfo[] = [];
  for (let offset = 0; offset < lineCount; offset++) {
    const line = readLine(libc, fd, offset);
    if (!line.ok) return line;
    lines.push({ chip: name, ...line.value });
  }
  return ok({ path, name, label, lines });
}

/** In the order of their numbers; links (a Raspberry Pi 5 keeps old names that way) are not chips. */
function devicePaths(): string[] {
  const numbers = readdirSync('/dev').flatMap((name) => /^gpiochip(\d+)$/.exec(name)?.[1] ?? []);
  return numbers
    .sort((a, b) => Number(a) - Number(b))
    .map((number) => `/dev/gpiochip${number}`)
    .filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isCharacterDevice());
}

/** By name, label, path, or a link to the path. */
function answersTo(chip: ChipInfo, wanted: string): boolean {
  if (wanted === chip.name || wanted === chip.label || wanted === chip.path) return true;
  const path = wanted.startsWith('/') ? wanted : `/dev/${wanted}`;
  const identity = chipIdentity(path);
  return identity !== undefined && identity === chipIdentity(chip.path);
}

const describe = (chips: readonly ChipInfo[]): string =>
  chips.map(({ name, label, lines }) => `${name} (${label}, ${lines.length} lines)`).join(', ');

/** A refusal names its mend: the group of the device, or, under systemd's own rules, the unit. */
function openFailure(path: string, thrown: unknown): Failure {
  const refused = thrownFailure(thrown, `cannot open ${path}`);
  if (refused.kind !== 'forbidden') return refused;
  const mend =
    errorCode(thrown) === 'EPERM'
      ? 'the unit must allow it (DeviceAllow=char-gpiochip rw)'
      : `its user must be in the group ${deviceGroup(path)}`;
  return { ...refused, detail: `${refused.detail}; ${mend}` };
}

/** The group that owns the device; `gpio`, the name that distributions give it, when root does. */
function deviceGroup(path: string): string {
  try {
    const { gid } = statSync(path);
    const groups = readFileSync('/etc/group', 'utf8').split('\n');
    const owner = groups.map((line) => line.split(':')).find((fields) => fields[2] === String(gid));
    return gid !== 0 && owner?.[0] ? owner[0] : 'gpio';
  } catch {
    return 'gpio';
  }
}
