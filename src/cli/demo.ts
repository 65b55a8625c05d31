// `holdfast demo`: platform and agent in one process, to see an outage and that nothing is lost.

import type { AgentStatus } from '../agent/status.ts';
import type { TempFolder, TempFolders } from '../core/ports/temp-folders.ts';
import { ok, type Result } from '../core/result.ts';
import { equation, showLines } from './demo/lines.ts';
import { showLive } from './demo/live.ts';
import { type Demo, type DemoPorts, startDemo } from './demo/start.ts';
import { doesNotStart, type ExitCode, exitCode } from './exit.ts';

export interface DemoOptions {
  readonly port: number;
  /** Kept at the end; without it a temporary folder is used. */
  readonly dir?: string;
  readonly headless?: boolean;
  /** Milliseconds after which the demo ends by itself. */
  readonly for?: number;
}

export interface DemoCommandPorts extends DemoPorts {
  readonly tempFolders: TempFolders;
  /** The last line of the journal, for a screen on which it cannot be written. */
  news(): string;
}

/** How long a demo that ends by itself waits for its last points to arrive. */
const drainMs = 30_000;

/**
 * Runs until Ctrl-C, or for `options.for`. Ends with 0; with 1 or 75 when it does not start; and with 1
 * when it ends by itself and the account does not balance or points are left.
 */
export async function demo(options: DemoOptions, ports: DemoCommandPorts): Promise<ExitCode> {
  const { terminal } = ports;
  const stop = terminal.stopSignal();
  const folder = await folderOf(options, ports);
  const started = folder.ok
    ? await startDemo(ports, { dir: folder.value.path, port: options.port })
    : folder;
  const code = started.ok
    ? await show(started.value, { options, ports, stop })
    : doesNotStart('The demo', started.failure, terminal);
  if (!started.ok && started.failure.kind === 'in-use')
    terminal.err('Another port: --port. Another folder: --dir.\n');
  if (started.ok) await started.value.stop();
  if (folder.ok) await folder.value.remove();
  return code;
}

const folderOf = async (
  { dir }: DemoOptions,
  { tempFolders }: DemoCommandPorts,
): Promise<Result<TempFolder>> =>
  dir === undefined ? tempFolders.make() : ok({ path: dir, remove: async () => {} });

/** Whether the demo draws: then its journal must not write on the same screen. */
export const drawsOn = (options: DemoOptions, isScreen: boolean): boolean =>
  isScreen && !options.headless && options.for === undefined;

interface Showing {
  readonly options: DemoOptions;
  readonly ports: DemoCommandPorts;
  readonly stop: AbortSignal;
}

async function show(demo: Demo, { options, ports, stop }: Showing): Promise<ExitCode> {
  const { terminal, clock } = ports;
  const addresses = `agent     ${demo.agentUrl}\nplatform  ${demo.platformUrl}\n`;
  if (options.for !== undefined) {
    terminal.err(addresses);
    await clock.sleep(options.for, stop);
    return conclude(demo, ports);
  }
  terminal.out(addresses);
  if (options.headless) await clock.sleep(Number.POSITIVE_INFINITY, stop);
  else if (drawsOn(options, terminal.isScreen)) await showLive(demo, ports, stop);
  else await showLines(demo, ports, stop);
  terminal.out(`${equation(demo.agent.status())}\n`);
  return exitCode.done;
}

/** Lets the last points arrive, prints the final status, and says whether the account is in order. */
async function conclude(demo: Demo, { terminal }: DemoCommandPorts): Promise<ExitCode> {
  demo.gate.set(true);
  await demo.agent.drain(drainMs);
  const status: AgentStatus = demo.agent.status();
  terminal.out(`${JSON.stringify(status)}\n`);
  return status.ledger.balanced && status.ledger.pending === 0 ? exitCode.done : exitCode.no;
}
