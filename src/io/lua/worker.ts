// The worker: runs one script in a thread of its own, which is thrown away after it.
//
// A call of the script blocks the thread until the answer is there, so that a script may ask from wherever it
// stands: a coroutine, the order of a sort, a metamethod. Only text goes in and out of Lua.

import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import {
  decorateFunction,
  LuaFactory,
  LuaLibraries,
  LuaRawResult,
  type LuaThread,
  LuaType,
} from 'wasmoon';
import type { FromWorker, WorkerData } from './messages.ts';
import { webAssembly } from './web-assembly.ts';

const data = workerData as WorkerData;
const tell = (message: FromWorker): void => parentPort?.postMessage(message);

/** The module comes compiled. The engine reads a file all the same, and is given nothing and its way. */
const noFile = '/dev/null';
const { instantiate } = webAssembly;
webAssembly.instantiate = async (_, imports) => {
  // The one import that would reach the machine: no library of ours calls it, nor shall a broken one.
  const env = { ...imports.env, system: () => -1 };
  const instance = await instantiate(data.module, { ...imports, env });
  return { module: data.module, instance };
};

const libraries = [
  LuaLibraries.Base,
  LuaLibraries.Coroutine,
  LuaLibraries.Table,
  LuaLibraries.String,
  LuaLibraries.Math,
];

async function openLua(): Promise<LuaThread> {
  const engine = await new LuaFactory(noFile).createEngine({
    openStandardLibs: false,
    enableProxy: false,
    traceAllocations: true,
  });
  const lua = engine.global;
  for (const library of libraries) lua.loadLibrary(library);
  // The package opens another library under this name.
  lua.lua.luaopen_utf8(lua.address);
  lua.lua.lua_setglobal(lua.address, LuaLibraries.UTF8);
  lua.setMemoryMax(data.memoryBytes);
  return lua;
}

/** Not by the package's way, which lays text on a stack that is too small for it. */
function pushText({ lua, address }: LuaThread, text: string): void {
  const bytes = Buffer.from(text);
  const at = lua.module._malloc(bytes.length + 1);
  try {
    lua.module.HEAPU8.set(bytes, at);
    lua.lua_pushlstring(address, at, bytes.length);
  } finally {
    lua.module._free(at);
  }
}

/** The script's only way out. Whatever it is called with, it throws nothing: that would become a value of Lua. */
const ask = decorateFunction(
  (thread: LuaThread) => {
    const { lua, address } = thread;
    const isText = lua.lua_type(address, 1) === LuaType.String;
    pushText(thread, answerTo(isText ? lua.lua_tolstring(address, 1, null) : ''));
    return new LuaRawResult(1);
  },
  { receiveThread: true, receiveArgsQuantity: true },
);

/** When the script was last set going. */
let sinceMs = 0;

function answerTo(call: string): string {
  if (call.length > data.callLength) return '{"error":"too much at once"}';
  tell({ call, ranMs: performance.now() - sinceMs });
  Atomics.wait(data.answered, 0, 0);
  Atomics.store(data.answered, 0, 0);
  sinceMs = performance.now();
  return receiveMessageOnPort(data.answers)?.message;
}

async function main(): Promise<void> {
  const lua = await openLua();
  lua.loadString(data.prelude, '=prelude');
  lua.pushValue(ask);
  pushText(lua, data.source);
  lua.loadString(data.json, '=json');
  lua.lua.lua_callk(lua.address, 0, 1, 0, null);
  tell({ started: true });
  sinceMs = performance.now();
  const [went, said] = lua.runSync(3);
  tell({ ended: went === true ? undefined : String(said) });
}

// Not even the prelude can go wrong, but for want of memory.
main().catch((error: Error) => tell({ ended: error.message }));
