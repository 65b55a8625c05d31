// Starts the demo: a platform, a device enrolled at it, and an agent whose cable can be pulled.

import type { Agent } from '../../agent/agent.ts';
import { failure } from '../../core/failure.ts';
import type { HttpServer } from '../../core/ports/http-server.ts';
import { err, ok, type Result } from '../../core/result.ts';
import { enroll } from '../enroll.ts';
import { exitCode } from '../exit.ts';
import { type PlatformPorts, type RunningPlatform, startPlatform } from '../platform/start.ts';
import { type RunningAgent, type RunPorts, startAgent } from '../run.ts';
import { createGate, type Gate } from './gate.ts';
import { demoServer } from './server.ts';
import { demoDevice, demoSettings } from './settings.ts';

export interface DemoPorts extends RunPorts, Pick<PlatformPorts, 'waysOut' | 'scriptWorker'> {
  readonly platformServer: HttpServer;
}

export interface Demo {
  readonly agent: Agent;
  readonly agentUrl: string;
  readonly platformUrl: string;
  /** The cable between the two. */
  readonly gate: Gate;
  stop(): Promise<void>;
}

const host = '127.0.0.1';

/** @param dir holds everything of both; what an earlier demo left there is used again. */
export async function startDemo(
  ports: DemoPorts,
  { dir, port }: { readonly dir: string; readonly port: number },
): Promise<Result<Demo>> {
  const place = { dir: `${dir}/platform`, host, port };
  const platform = await startPlatform({ ...ports, server: ports.platformServer }, place);
  if (!platform.ok) return platform;
  let running: RunningAgent | undefined;
  // Plugged in again, the uplink does not wait for its next try: the visitor wants to see it.
  const gate = createGate(() => running?.agent.hurry());
  const agent = await startGatedAgent(ports, { dir, gate, platform: platform.value });
  if (!agent.ok) {
    await platform.value.stop();
    return agent;
  }
  running = agent.value;
  return ok({
    agent: running.agent,
    agentUrl: `http://${host}:${running.port}`,
    platformUrl: urlOf(platform.value),
    gate,
    async stop() {
      await agent.value.stop();
      await platform.value.stop();
    },
  });
}

interface Parts {
  readonly dir: string;
  readonly gate: Gate;
  readonly platform: RunningPlatform;
}

async function startGatedAgent(ports: DemoPorts, parts: Parts): Promise<Result<RunningAgent>> {
  const { dir, gate, platform } = parts;
  const platformUrl = urlOf(platform);
  const cikFile = `${dir}/cik`;
  const enrolled = await enrol(ports, platform, cikFile);
  if (!enrolled.ok) return enrolled;
  const listen = `${host}:${platform.port + 1}`;
  const settings = demoSettings({ dir, platformUrl, cikFile, listen });
  const made = await ports.files.makeDir(settings.state, 0o700);
  if (!made.ok) return made;
  const server = demoServer(ports.server, gate, platformUrl);
  return startAgent({ ...ports, http: gate.wrap(ports.http), server }, settings);
}

/** As `holdfast enroll` does it, without its words. */
async function enrol(
  ports: DemoPorts,
  platform: RunningPlatform,
  cikFile: string,
): Promise<Result<void>> {
  let complaint = '';
  const terminal = {
    ...ports.terminal,
    out: () => {},
    err: (text: string) => {
      complaint += text;
    },
  };
  const options = {
    platform: urlOf(platform),
    ownerCik: platform.rootCik,
    device: demoDevice,
    cikFile,
  };
  const code = await enroll(options, { ...ports, terminal });
  return code === exitCode.done ? ok(undefined) : err(failure('failing', complaint.trim()));
}

const urlOf = ({ port }: RunningPlatform): string => `http://${host}:${port}`;
