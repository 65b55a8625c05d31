// Scripts in Lua, each in a thread of its own, by the package wasmoon. The only way to stop Lua wherever it is, deep
// in a search for a pattern, is to take its thread away; so that is the way for everything.

import { clearTimeout, setTimeout } from 'node:timers';
import { MessageChannel } from 'node:worker_threads';
import { limits } from '../../core/limits.ts';
import type {
  ScriptCall,
  ScriptEnd,
  ScriptOrder,
  ScriptRun,
  ScriptWorker,
} from '../../core/ports/script-worker.ts';
import { luaEngine, luaTexts, openThread } from './lua-files.ts';
import type { FromWorker, WorkerData } from './messages.ts';
import { webAssembly } from './web-assembly.ts';

/** Compiles the interpreter with the first script. */
export function createScriptWorker(): ScriptWorker {
  let compiled: Promise<WebAssembly.Module> | undefined;
  const compile = async () => webAssembly.compile(luaEngine());
  return {
    start(order) {
      compiled ??= compile();
      return startRun(compiled, order);
    },
  };
}

function startRun(compiled: Promise<WebAssembly.Module>, order: ScriptOrder): ScriptRun {
  const { promise: ended, resolve } = Promise.withResolvers<ScriptEnd>();
  let thread: Thread | undefined;
  let over = false;
  const end = async (reason: ScriptEnd) => {
    if (over) return;
    over = true;
    await thread?.end();
    resolve(reason);
  };
  const failed = (error: Error) => end({ kind: 'failed', detail: error.message });
  compiled
    .then((module) => {
      if (!over) thread = startThread(module, order, end);
    })
    .catch(failed);
  return { ended, kill: () => void end({ kind: 'killed' }) };
}

interface Thread {
  end(): Promise<unknown>;
}

/** What JavaScript may take in the thread beside the script's own values. */
const resourceLimits = { maxOldGenerationSizeMb: 32, maxYoungGenerationSizeMb: 2, stackSizeMb: 2 };

function startThread(
  module: WebAssembly.Module,
  { source, memoryBytes, runMs, answer }: ScriptOrder,
  end: (reason: ScriptEnd) => Promise<void>,
): Thread {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  const bounds = { memoryBytes, callLength: limits.scriptCallLength };
  const ways = { answers: port2, answered };
  const workerData: WorkerData = { module, ...luaTexts(), source, ...bounds, ...ways };
  const worker = openThread({
    workerData,
    transferList: [port2],
    resourceLimits,
    env: {},
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let timer = setTimeout(() => fail('the script could not be started'), limits.scriptStartMs);
  const fail = (detail: string) => end({ kind: 'failed', detail });
  const allow = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => end({ kind: 'overtime' }), ms);
  };
  const serve = async (text: string, ranMs: number) => {
    clearTimeout(timer);
    const call = parseCall(text);
    if (!call) return fail('the script asked for what nobody can read');
    const { value, runMs: nextMs } = await answer({ ...call, ranMs });
    port1.postMessage(JSON.stringify(value));
    allow(nextMs);
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  };
  worker.on('message', (message: FromWorker) => {
    if ('started' in message) allow(runMs);
    else if ('call' in message) void serve(message.call, message.ranMs);
    else void end(endOf(message.ended));
  });
  worker.on('error', (error) => void end(faultOf(error)));
  worker.on('exit', () => fail('the thread of the script ended'));
  return {
    async end() {
      clearTimeout(timer);
      port1.close();
      worker.removeAllListeners('message');
      await worker.terminate();
    },
  };
}

/** The prelude wrote it; but what comes out of a thread of a stranger is looked at. */
function parseCall(text: string): Pick<ScriptCall, 'name' | 'args'> | undefined {
  try {
    const [name, args]: unknown[] = JSON.parse(text);
    return typeof name === 'string' && Array.isArray(args) ? { name, args } : undefined;
  } catch {
    return undefined;
  }
}

const endOf = (said: string | undefined): ScriptEnd =>
  said === undefined ? { kind: 'completed' } : { kind: 'error', detail: said };

function faultOf(error: Error): ScriptEnd {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return { kind: 'error', detail: 'not enough memory' };
  return { kind: 'failed', detail: error.message };
}
