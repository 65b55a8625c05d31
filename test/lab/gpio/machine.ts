// The guest machine: QEMU's "virt" board, whose GPIO chip (an ARM PL061) we drive from outside.

import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Image } from './image.ts';

export interface CaseResult {
  readonly name: string;
  readonly ms: number;
  /** Absent when the case passed. */
  readonly error?: string;
}

const board = ['-cpu', 'cortex-a53', '-smp', '2', '-m', '1G', '-nic', 'none', '-display', 'none'];
const bootArguments =
  'rdinit=/node console=ttyAMA0 quiet loglevel=1 oops=panic panic=-1 -- /guest.mjs';
const chipNode = '/pl061@9030000';
const guestMs = 120_000;

/** Boots the guest, serves its wishes, and gives its results. Throws with the console when it does not end well. */
export async function runGuest(image: Image): Promise<CaseResult[]> {
  const dir = mkdtempSync(join(tmpdir(), 'holdfast-gpio-'));
  const signal = AbortSignal.timeout(guestMs);
  const qemu = spawn('qemu-system-aarch64', qemuArguments(dir, image), { signal });
  const ended = once(qemu, 'exit').catch((error: Error) => [error.message]);
  try {
    return await serve(qemu.stdin, qemu.stdout, dir);
  } finally {
    qemu.kill('SIGKILL');
    await ended;
    rmSync(dir, { recursive: true });
  }
}

function qemuArguments(dir: string, { kernel, initrd }: Image): string[] {
  return [
    ...['-M', 'virt', ...board, '-accel', 'tcg', '-no-reboot'],
    ...['-dtb', namedLines(join(dir, 'board.dtb')), '-kernel', kernel, '-initrd', initrd],
    ...['-append', bootArguments, '-serial', 'stdio', '-monitor', 'none'],
    ...['-qmp', `unix:${dir}/qmp,server=on,wait=off`],
    ...['-qtest', `unix:${dir}/qtest,server=on,wait=off`, '-qtest-log', 'none'],
  ];
}

/** The board's own device tree, in which line 2 of the chip gets a name. */
function namedLines(dtb: string): string {
  execFileSync('qemu-system-aarch64', ['-M', `virt,dumpdtb=${dtb}`, ...board], { stdio: 'ignore' });
  const names = ['', '', 'DOOR', '', '', '', '', ''];
  execFileSync('fdtput', ['-t', 's', dtb, chipNode, 'gpio-line-names', ...names]);
  return dtb;
}

async function serve(input: NodeJS.WritableStream, output: Readable, dir: string) {
  const results: CaseResult[] = [];
  const seen: string[] = [];
  const wires = await openWires(dir);
  try {
    for await (const line of createInterface({ input: output })) {
      seen.push(line);

      const [, wish, rest = ''] = /^@(\w+) ?(.*)$/.exec(line) ?? [];
      const [offset = '', level = ''] = rest.split(' ');
      if (wish === 'drive') input.write(await wires.drive(offset, level));
      if (wish === 'wire') input.write(`${await wires.level(offset)}\n`);
      if (wish === 'case') results.push(JSON.parse(rest));
      if (wish === 'end') return results;
    }
  } finally {
    wires.close();
  }
  throw new Error(`the guest ended early; its console:\n${seen.slice(-40).join('\n')}`);
}

/** The wires of the chip, through QEMU's test protocol (docs/devel/qtest). */
async function openWires(dir: string) {
  const path = await findChip(join(dir, 'qmp'));
  const { lines, socket } = await openSocket(join(dir, 'qtest'));
  const outputs = new Map<string, string>();
  const replies: (() => void)[] = [];
  lines.on('line', (line) => {
    const [, change, offset] = /^IRQ (raise|lower) (\d+)/.exec(line) ?? [];
    if (change && offset) outputs.set(offset, change === 'raise' ? '1' : '0');
    if (line.startsWith('OK')) replies.shift()?.();
  });
  const order = async (command: string) => {
    const reply = new Promise<void>((resolve) => replies.push(resolve));
    socket.write(`${command}\n`);
    await reply;
  };
  await order(`irq_intercept_out ${path}`);
  return {
    drive: async (offset: string, level: string) => {
      await order(`set_irq_in ${path} unnamed-gpio-in ${offset} ${level}`);
      return 'ok\n';
    },
    level: async (offset: string) => {
      // Changes of outputs that came before this reply have been read when it has.
      await order('endianness');
      return outputs.get(offset) ?? '0';
    },
    close: () => socket.destroy(),
  };
}

/** The chip's path in QEMU's tree of objects, which has no names for the devices of a board. */
async function findChip(qmp: string): Promise<string> {
  const { lines, socket } = await openSocket(qmp);
  const answers = lines[Symbol.asyncIterator]();
  const order = async (command: object) => {
    socket.write(JSON.stringify(command));
    return JSON.parse((await answers.next()).value ?? '').return;
  };
  await answers.next();
  await order({ execute: 'qmp_capabilities' });
  const at = '/machine/unattached';
  const devices: { name: string; type: string }[] = await order({
    execute: 'qom-list',
    arguments: { path: at },
  });
  socket.destroy();
  const chip = devices.find((device) => device.type === 'child<pl061>');
  if (!chip) throw new Error('this QEMU has no PL061');
  return `${at}/${chip.name}`;
}

async function openSocket(path: string) {
  while (!existsSync(path)) await delay(20);
  const socket = connect(path);
  await once(socket, 'connect');
  const lines: Interface = createInterface({ input: socket });
  return { socket, lines };
}
