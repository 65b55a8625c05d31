// A script worker whose scripts are functions of the test: it knows them by their source.

import type { Clock } from '../../src/core/ports/clock.ts';
import type { ScriptEnd, ScriptOrder, ScriptWorker } from '../../src/core/ports/script-worker.ts';

export type Ask = (name: string, ...args: readonly unknown[]) => Promise<unknown>;
/** What throws ends with its message; what never returns runs on. */
export type FakeScript = (ask: Ask) => Promise<void>;

/** A program that does nothing and never ends. */
export const spin: FakeScript = () => new Promise(() => {});

export interface FakeScriptWorker extends ScriptWorker {
  /** Sources in the order in which they were started. */
  readonly started: readonly string[];
  /** How many have not ended. */
  readonly alive: number;
}

export function createFakeScriptWorker(
  clock: Clock,
  scripts: Readonly<Record<string, FakeScript>> = {},
): FakeScriptWorker {
  const started: string[] = [];
  let alive = 0;
  return {
    started,
    get alive() {
      return alive;
    },
    start(order) {
      started.push(order.source);
      alive += 1;
      const script = Object.hasOwn(scripts, order.source) ? scripts[order.source] : undefined;
      return run(clock, order, script ?? unknown, () => {
        alive -= 1;
      });
    },
  };
}

const unknown: FakeScript = async () => {
  throw new Error('[string "?"]:1: the fake knows no such script');
};

function run(clock: Clock, order: ScriptOrder, script: FakeScript, gone: () => void) {
  const { promise: ended, resolve } = Promise.withResolvers<ScriptEnd>();
  let over = false;
  const end = (reason: ScriptEnd) => {
    if (over) return;
    over = true;
    timer.cancel();
    gone();
    resolve(reason);
  };
  const allow = (ms: number) => clock.after(ms, () => end({ kind: 'overtime' }));
  let timer = allow(order.runMs);
  let sinceMs = clock.monoMs();
  const ask: Ask = async (name, ...args) => {
    timer.cancel();
    if (over) return new Promise(() => {});
    // What passes the border is text, here as there.
    const call = { name, args: JSON.parse(JSON.stringify(args)), ranMs: clock.monoMs() - sinceMs };
    const { value, runMs } = await order.answer(call);
    if (over) return new Promise(() => {});
    sinceMs = clock.monoMs();
    timer = allow(runMs);
    return JSON.parse(JSON.stringify(value));
  };
  script(ask).then(
    () => end({ kind: 'completed' }),
    (error: Error) => end({ kind: 'error', detail: error.message }),
  );
  return { ended, kill: () => end({ kind: 'killed' }) };
}
