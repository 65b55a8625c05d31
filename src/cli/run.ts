// `holdfast run`: the agent.

import { type Agent, type AgentPorts, createAgent } from '../agent/agent.ts';
import type { Settings } from '../agent/config/settings.ts';
import { createSupervisor, type StartMode } from '../agent/supervisor.ts';
import { limits } from '../core/limits.ts';
import type { HttpServer } from '../core/ports/http-server.ts';
import type { Terminal } from '../core/ports/terminal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { doesNotStart, type ExitCode, exitCode } from './exit.ts';
import { version } from './program/version.ts';

export interface RunPorts extends Omit<AgentPorts, 'env'> {
  readonly server: HttpServer;
  readonly terminal: Terminal;
}

export interface RunningAgent {
  readonly agent: Agent;
  readonly host: string;
  readonly port: number;
  /** Senses no more, commits, closes. */
  stop(): Promise<void>;
}

/** Opens the state folder and the local endpoint, and starts to sense. `run` and the demo use it. */
export async function startAgent(
  ports: RunPorts,
  settings: Settings,
  mode: StartMode = 'normal',
): Promise<Result<RunningAgent>> {
  const created = await createAgent({ ...ports, env: ports.terminal.env }, settings, {
    version,
    mode,
  });
  if (!created.ok) return created;
  const agent = created.value;
  const listening = await ports.server.listen(
    { ...settings.status, maxBodyBytes: limits.bodyBytes },
    agent.handler,
  );
  if (!listening.ok) {
    await agent.stop();
    return err(listening.failure);
  }
  agent.start();
  const { host, port } = listening.value;
  return ok({
    agent,
    host,
    port,
    async stop() {
      // Those who follow the events hear the last of them before the endpoint goes.
      await agent.stop();
      await listening.value.close(0);
    },
  });
}

/**
 * Senses and delivers until SIGTERM or Ctrl-C. Ends with 0; with 75 when the state folder or the
 * endpoint's address is in use, or the disk is full; with 1 when they cannot be had at all. A broken invariant ends the process otherwise, and is remembered.
 */
export async function run(settings: Settings, ports: RunPorts): Promise<ExitCode> {
  const { terminal, files, clock, journal } = ports;
  const stop = terminal.stopSignal();
  const made = await files.makeDir(settings.state, 0o700);
  if (!made.ok) return doesNotStart('The agent', made.failure, terminal);
  const supervisor = await createSupervisor({ files, clock }, `${settings.state}/crashes.json`);
  terminal.onCrash(async (thrown) => {
    await supervisor.crashed(String(thrown));
  });
  const started = await startAgent(ports, settings, supervisor.mode);
  if (!started.ok) return doesNotStart('The agent', started.failure, terminal);
  const { host, port } = started.value;
  journal.info('endpoint open', { url: `http://${host}:${port}` });

  // Who lives this long, or is stopped on purpose, does not crash at every start.
  const safeMs = supervisor.mode === 'safe' ? limits.safeModeMs : 0;
  await clock.sleep(safeMs + limits.crashEarlyMs, stop);
  await supervisor.settled();
  await clock.sleep(Number.POSITIVE_INFINITY, stop);
  await started.value.stop();
  journal.info('agent stopped');
  return exitCode.done;
}
