// `holdfast status`: asks a running agent how it is, and shows the answer.

import type { AgentStatus } from '../agent/status.ts';
import { failure } from '../core/failure.ts';
import { limits } from '../core/limits.ts';
import type { Clock } from '../core/ports/clock.ts';
import type { Http } from '../core/ports/http.ts';
import type { Terminal } from '../core/ports/terminal.ts';
import { err, ok, type Result } from '../core/result.ts';
import { type ExitCode, exitCode, exitFor } from './exit.ts';
import { renderStatus } from './render-status.ts';

export interface StatusOptions {
  readonly url: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

interface Deps {
  readonly http: Pick<Http, 'send'>;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly terminal: Terminal;
}

const everyMs = 1_000;
const timeoutMs = 5_000;
const clearScreen = '\x1b[2J\x1b[H';

/**
 * Ends with 0; with 75 when the agent cannot be reached; with 1 when what answers is no agent. With
 * `watch` it goes on until Ctrl-C, also while the agent is away, and ends with 0.
 */
export const status = (options: StatusOptions, deps: Deps): Promise<ExitCode> =>
  options.watch ? watch(options, deps) : once(options, deps);

async function once(options: StatusOptions, deps: Deps): Promise<ExitCode> {
  const asked = await ask(options.url, deps.http);
  if (!asked.ok) {
    deps.terminal.err(`no status from ${options.url}: ${asked.failure.detail}\n`);
    return exitFor(asked.failure);
  }
  deps.terminal.out(show(asked.value, options, deps.terminal));
  return exitCode.done;
}

/** An agent that is away may come back: only the person at the screen ends this. */
async function watch(options: StatusOptions, deps: Deps): Promise<ExitCode> {
  const { terminal } = deps;
  const stop = terminal.stopSignal();
  while (!stop.aborted) {
    const asked = await ask(options.url, deps.http, stop);
    if (stop.aborted) break;
    if (terminal.isScreen && !options.json) terminal.out(clearScreen);
    if (asked.ok) terminal.out(show(asked.value, options, terminal));
    else terminal.err(`no status from ${options.url}: ${asked.failure.detail}\n`);
    await deps.clock.sleep(everyMs, stop);
  }
  return exitCode.done;
}

const show = (document: AgentStatus, options: StatusOptions, terminal: Terminal): string =>
  options.json ? `${JSON.stringify(document)}\n` : renderStatus(document, coloured(terminal));

/** https://no-color.org */
const coloured = (terminal: Terminal): boolean => terminal.isScreen && !terminal.env.NO_COLOR;

async function ask(
  url: string,
  http: Deps['http'],
  signal?: AbortSignal,
): Promise<Result<AgentStatus>> {
  const answer = await http.send({
    method: 'GET',
    url: `${url}/status`,
    timeoutMs,
    maxAnswerBytes: limits.answerBytes,
    ...(signal ? { signal } : {}),
  });
  if (!answer.ok) return answer;
  const { status: code, body } = answer.value;
  const document = code === 200 ? parse(new TextDecoder().decode(body)) : undefined;
  if (document) return ok(document);
  const detail = code === 200 ? 'what answers there is no agent' : `it answers with HTTP ${code}`;
  return err(failure(code >= 500 ? 'failing' : 'bad-answer', detail));
}

function parse(text: string): AgentStatus | undefined {
  try {
    const document = JSON.parse(text);
    return Number.isInteger(document?.ledger?.sensed) ? document : undefined;
  } catch {
    return undefined;
  }
}
