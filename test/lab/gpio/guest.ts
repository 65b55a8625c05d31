// The guest's only process: runs the pins contract on the kernel's chip, and tells the host of each case.
//
// It talks on the console, a line each way. To the host: `@drive 0 1` (put a level on a wire), `@wire 2`
// (what is on it?), `@case {json}`, `@end`. From the host: `ok`, or the level.

import assert from 'node:assert/strict';
import { closeSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import koffi from 'koffi';
import type { Level } from '../../../src/core/ports/pins.ts';
import { createClock } from '../../../src/io/clock.ts';
import { createPins } from '../../../src/io/gpio/pins.ts';
import { encodeLineRequest, lineFd, requests } from '../../../src/io/gpio/uapi.ts';
import { createLibcDoor } from '../../../src/io/libc.ts';
import { type PinsBench, pinsCases, unwrap } from '../../contract/pins.ts';
import { sourceCases } from './source.ts';

const label = '9030000.pl061';
const driver = '/sys/bus/amba/drivers/pl061_gpio';
/** A line that somebody else holds: we again, under another name. */
const busy = { offset: 3, consumer: 'lamp' };

const RB_POWER_OFF = 0x4321fedc;
const caseMs = 30_000;

mountKernelFolders();
process.stdin.setRawMode(true);
const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

const door = createLibcDoor();
const libc = unwrap(await door.open());
const clock = createClock();
let busyFd = holdBusy();
const bench: PinsBench = {
  pins: createPins({ libc: door, clock }),
  clock,
  get chip() {
    return { name: chipName(), label };
  },
  busy,
  named: { offset: 2, name: 'DOOR' },
  drive: async (offset, level) => {
    await ask(`drive ${offset} ${level}`);
  },
  wire: async (offset) => Number(await ask(`wire ${offset}`)) as Level,
  until: async (predicate) => {
    while (!predicate()) await delay(5);
  },
  pass: async (ms) => {
    await delay(ms);
  },
  unplug: async () => {
    closeSync(busyFd);
    writeFileSync(`${driver}/unbind`, label);
  },
  plug: async () => {
    writeFileSync(`${driver}/bind`, label);
    busyFd = holdBusy();
  },
};

for (const [name, run] of Object.entries({ ...pinsCases, ...sourceCases })) {
  const startMs = clock.monoMs();
  const error = await Promise.race([outcome(run), delay(caseMs, `not done in ${caseMs} ms`)]);
  tell(`case ${JSON.stringify({ name, error, ms: Math.round(clock.monoMs() - startMs) })}`);
  // It may have left lines open: what the next cases say would not be theirs.
  if (error !== undefined) break;
}
tell('end');
koffi.load(null).func('int reboot(int how)')(RB_POWER_OFF);

/** A chip that comes back may have another number than before: the kernel counts on. */
function chipName(): string {
  return readdirSync('/dev').find((name) => name.startsWith('gpiochip')) ?? 'no chip';
}

function holdBusy(): number {
  const request = encodeLineRequest(busy.offset, busy.consumer, {
    activeLow: false,
    output: { initial: 0 },
  });
  const device = openSync(`/dev/${chipName()}`, 'r+');
  const held = libc.ioctl(device, requests.line, request);
  closeSync(device);
  assert.ok(held.ok, `cannot hold the busy line: ${JSON.stringify(held)}`);
  return lineFd(request);
}

function tell(line: string): void {
  process.stdout.write(`@${line}\n`);
}

async function ask(line: string): Promise<string> {
  tell(line);
  return (await answers.next()).value ?? '';
}

async function outcome(run: (bench: PinsBench) => Promise<void>): Promise<string | undefined> {
  try {
    await run(bench);
    return undefined;
  } catch (thrown) {
    return thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  }
}

function mountKernelFolders(): void {
  const signature = 'int mount(str from, str to, str type, unsigned long flags, void *data)';
  const mount = koffi.load(null).func(signature);
  for (const [type, at] of [
    ['proc', '/proc'],
    ['sysfs', '/sys'],
    ['devtmpfs', '/dev'],
  ] as const) {
    mkdirSync(at, { recursive: true });
    if (mount(type, at, type, 0, null) === 0) continue;
    throw new Error(`cannot mount ${at}: errno ${koffi.errno()}`);
  }
}
